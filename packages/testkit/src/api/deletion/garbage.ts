import type { ApiObject } from '../api-object.ts';
import { finalizersOf, metadataText, ownersOf } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { beginDeletion, dropFinalizer, SYSTEM_FINALIZERS } from './begin-deletion.ts';
import { disown, findOwner } from './owners.ts';

/** Does what follows from removals, at once: dependents go, waiting owners and namespaces are done. */
export function settleRemovals(state: ApiState, removed: readonly ApiObject[]): void {
  const queue = [...removed];
  for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
    queue.push(...releaseDependents(state, object), ...finishOwners(state, object), ...finishNamespace(state, object));
  }
}

/** Begins to delete all that is in a namespace; returns what has gone, and the namespace itself where it is empty. */
export function beginContent(state: ApiState, namespace: string): ApiObject[] {
  const removed: ApiObject[] = [];
  for (const definition of state.registry.all()) {
    if (!definition.namespaced) continue;
    for (const object of state.store.table(definition).list(namespace)) {
      const deletion = beginDeletion(state, definition, object, 'Background');
      if (deletion.gone) removed.push(deletion.object);
    }
  }
  return removed.length > 0 ? removed : removeEmptyNamespace(state, namespace);
}

function releaseDependents(state: ApiState, owner: ApiObject): ApiObject[] {
  const removed: ApiObject[] = [];
  for (const { definition, namespace, name } of state.store.owners.dependentsOf(String(owner.metadata['uid']))) {
    const dependent = state.store.get(definition, namespace, name);
    if (dependent === undefined) continue;
    if (ownersOf(dependent).some(reference => findOwner(state, dependent, reference) !== undefined)) {
      disown(state, definition, dependent, owner);
      continue;
    }
    const deletion = beginDeletion(state, definition, dependent, 'Background');
    if (deletion.gone) removed.push(deletion.object);
  }
  return removed;
}

function finishOwners(state: ApiState, removed: ApiObject): ApiObject[] {
  return ownersOf(removed).flatMap(reference => {
    const owner = findOwner(state, removed, reference);
    if (owner === undefined || !finalizersOf(owner.object).includes(SYSTEM_FINALIZERS.Foreground)) return [];
    if (state.store.owners.dependentsOf(String(owner.object.metadata['uid'])).length > 0) return [];
    const deletion = dropFinalizer(state, owner.definition, owner.object, SYSTEM_FINALIZERS.Foreground);
    return deletion.gone ? [deletion.object] : [];
  });
}

function finishNamespace(state: ApiState, removed: ApiObject): ApiObject[] {
  const namespace = metadataText(removed, 'namespace');
  return namespace === undefined ? [] : removeEmptyNamespace(state, namespace);
}

function removeEmptyNamespace(state: ApiState, name: string): ApiObject[] {
  const served = state.registry.find('', 'v1', 'namespaces');
  const namespace = served && state.store.get(served.definition, '', name);
  if (served === undefined || namespace === undefined || metadataText(namespace, 'deletionTimestamp') === undefined) return [];
  if (finalizersOf(namespace).length > 0) return [];
  const isEmpty = state.registry.all().every(definition => !definition.namespaced || state.store.table(definition).count(name) === 0);
  return isEmpty ? [state.store.remove(served.definition, namespace)] : [];
}
