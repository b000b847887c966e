import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import { beginDeletion, dropFinalizer, SYSTEM_FINALIZERS } from './begin-deletion.ts';
import type { Deletion, PropagationPolicy } from './begin-deletion.ts';
import { beginContent, settleRemovals } from './garbage.ts';
import { disown } from './owners.ts';

/** Deletes an object and, as the policy says, what it owns. */
export function deleteObject(state: ApiState, definition: ResourceDefinition, live: ApiObject, policy: PropagationPolicy): Deletion {
  const begun = beginDeletion(state, definition, live, policy);
  if (begun.gone) settleRemovals(state, [begun.object]);
  else if (definition.builtIn && definition.kind === 'Namespace') settleRemovals(state, beginContent(state, live.metadata.name));
  else if (policy !== 'Background') workOff(state, definition, begun.object, policy);
  return begun;
}

function workOff(state: ApiState, definition: ResourceDefinition, marked: ApiObject, policy: 'Foreground' | 'Orphan'): void {
  const dependents = state.store.owners.dependentsOf(String(marked.metadata['uid']));
  const removed: ApiObject[] = [];
  for (const dependent of dependents) {
    const object = state.store.get(dependent.definition, dependent.namespace, dependent.name);
    if (object === undefined) continue;
    if (policy === 'Orphan') disown(state, dependent.definition, object, marked);
    else removed.push(...goneOf(beginDeletion(state, dependent.definition, object, 'Background')));
  }
  settleRemovals(state, removed);
  const current = state.store.get(definition, String(marked.metadata['namespace'] ?? ''), marked.metadata.name);
  const waits = policy === 'Foreground' && state.store.owners.dependentsOf(String(marked.metadata['uid'])).length > 0;
  if (current === undefined || waits) return;
  settleRemovals(state, goneOf(dropFinalizer(state, definition, current, SYSTEM_FINALIZERS[policy])));
}

function goneOf(deletion: Deletion): ApiObject[] {
  return deletion.gone ? [deletion.object] : [];
}
