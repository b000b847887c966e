import { splitApiVersion } from '../api-object.ts';
import { BUILTIN_RESOURCES } from './builtin-resources.ts';
import { resourceKey } from './resource-definition.ts';
import type { ResourceDefinition, ServedResource } from './resource-definition.ts';

/** What the server serves now: the built-in resources, and those of the CustomResourceDefinitions that are there. */
export class ResourceRegistry {
  readonly #byKey = new Map<string, ResourceDefinition>(BUILTIN_RESOURCES.map(definition => [resourceKey(definition), definition]));

  /** Every resource. */
  all(): readonly ResourceDefinition[] {
    return [...this.#byKey.values()];
  }

  /** The resource of a path, if it is served at that version. */
  find(group: string, version: string, plural: string): ServedResource | undefined {
    return at(this.#byKey.get(resourceKey({ group, plural })), version);
  }

  /** The resource of a kind, if it is served at that version. */
  findKind(apiVersion: string, kind: string): ServedResource | undefined {
    const { group, version } = splitApiVersion(apiVersion);
    return at(this.all().find(definition => definition.group === group && definition.kind === kind), version);
  }

  /** Serves a resource, or its new definition. */
  add(definition: ResourceDefinition): void {
    this.#byKey.set(resourceKey(definition), definition);
  }

  /** Serves a resource no longer. */
  remove(key: string): void {
    this.#byKey.delete(key);
  }
}

function at(definition: ResourceDefinition | undefined, name: string): ServedResource | undefined {
  const version = definition?.versions.find(candidate => candidate.name === name && candidate.served);
  return definition === undefined || version === undefined ? undefined : { definition, version };
}
