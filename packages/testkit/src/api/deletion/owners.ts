import type { ApiObject } from '../api-object.ts';
import { ownersOf } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { JsonObject } from '../json.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import type { Located } from '../store/owner-index.ts';

/** An owner that is there. */
export interface LiveOwner extends Located {
  readonly object: ApiObject;
}

/** The object that an owner reference means, if it is there and is the same one. */
export function findOwner(state: ApiState, dependent: ApiObject, reference: JsonObject): LiveOwner | undefined {
  const served = state.registry.findKind(String(reference['apiVersion']), String(reference['kind']));
  if (served === undefined) return undefined;
  const namespace = served.definition.namespaced ? String(dependent.metadata['namespace'] ?? '') : '';
  const name = String(reference['name']);
  const object = state.store.get(served.definition, namespace, name);
  if (object === undefined || object.metadata['uid'] !== reference['uid']) return undefined;
  return { definition: served.definition, namespace, name, object };
}

/** Takes an owner out of a dependent's owner references. */
export function disown(state: ApiState, definition: ResourceDefinition, dependent: ApiObject, owner: ApiObject): void {
  const rest = ownersOf(dependent).filter(reference => reference['uid'] !== owner.metadata['uid']);
  const draft = structuredClone(dependent);
  if (rest.length === 0) delete draft.metadata['ownerReferences'];
  else draft.metadata['ownerReferences'] = rest.map(reference => ({ ...reference }));
  state.store.replace(definition, draft, dependent);
}
