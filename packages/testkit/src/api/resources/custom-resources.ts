import { loadAll } from 'js-yaml';
import type { Manifest } from '@flagger/sdk';
import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { StoreEvent } from '../store/store-event.ts';
import type { WatchHub } from '../watch/watch-hub.ts';
import { defineCustomResource } from './custom-resource.ts';
import { resourceKey } from './resource-definition.ts';

/** Serves what CustomResourceDefinitions define, as they come and go. */
export function serveCustomResources(state: ApiState, hub: WatchHub): void {
  state.store.subscribe(event => {
    if (event.definition.kind === 'CustomResourceDefinition' && event.definition.builtIn) follow(state, hub, event);
  });
}

function follow(state: ApiState, hub: WatchHub, event: StoreEvent): void {
  const definition = defineCustomResource(event.object);
  const key = resourceKey(definition);
  if (event.type !== 'DELETED') {
    state.registry.add(definition);
    return;
  }
  const table = state.store.table(definition);
  for (const object of table.list(undefined)) state.store.remove(definition, object);
  state.registry.remove(key);
  hub.endOf(options => resourceKey(options.resource.definition) === key);
}

const parsed = new Map<string, readonly Manifest[]>();

/** The objects of a YAML text of one or more documents; a text is parsed once, for CRDs are long and servers many. */
export function parseManifests(yamlText: string): readonly Manifest[] {
  const manifests = parsed.get(yamlText) ?? loadAll(yamlText).filter((object): object is Manifest => object !== null);
  parsed.set(yamlText, manifests);
  return manifests;
}

/** The conditions that the server gives a CustomResourceDefinition at once. */
export function establish(draft: ApiObject, now: string): void {
  const names = draft['spec'] && typeof draft['spec'] === 'object' && !Array.isArray(draft['spec']) ? draft['spec']['names'] : undefined;
  draft['status'] = {
    conditions: [
      { type: 'NamesAccepted', status: 'True', lastTransitionTime: now, reason: 'NoConflicts', message: 'no conflicts found' },
      { type: 'Established', status: 'True', lastTransitionTime: now, reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
    ],
    acceptedNames: names ?? {}, storedVersions: [],
  };
}
