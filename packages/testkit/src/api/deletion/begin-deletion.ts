import type { ApiObject } from '../api-object.ts';
import { finalizersOf, metadataText } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import { timestamp } from '../rules/timestamp.ts';

/** What happens to the objects that the deleted one owns. */
export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

/** The finalizers that the server itself works off. */
export const SYSTEM_FINALIZERS = { Foreground: 'foregroundDeletion', Orphan: 'orphan' } as const;

/** An object that is being deleted. */
export interface Deletion {
  readonly object: ApiObject;
  /** False while finalizers keep it. */
  readonly gone: boolean;
}

/** Removes an object, or marks it as being deleted where finalizers keep it. */
export function beginDeletion(state: ApiState, definition: ResourceDefinition, live: ApiObject, policy: PropagationPolicy): Deletion {
  const finalizers = withSystemFinalizer(finalizersOf(live), policy);
  const isNamespace = definition.builtIn && definition.kind === 'Namespace';
  if (finalizers.length === 0 && !isNamespace) return { object: state.store.remove(definition, live), gone: true };
  const marked = metadataText(live, 'deletionTimestamp') !== undefined;
  if (marked && finalizers.length === finalizersOf(live).length) return { object: live, gone: false };
  const draft = structuredClone(live);
  if (finalizers.length > 0) draft.metadata['finalizers'] = finalizers;
  if (!marked) mark(state, definition, draft);
  if (isNamespace) draft['status'] = { phase: 'Terminating' };
  return { object: state.store.replace(definition, draft, live), gone: false };
}

/** Takes one finalizer off; removes the object when that was the last. */
export function dropFinalizer(state: ApiState, definition: ResourceDefinition, live: ApiObject, finalizer: string): Deletion {
  const rest = finalizersOf(live).filter(name => name !== finalizer);
  const draft = structuredClone(live);
  if (rest.length === 0) delete draft.metadata['finalizers'];
  else draft.metadata['finalizers'] = rest;
  const stored = state.store.replace(definition, draft, live);
  return rest.length === 0 ? { object: state.store.remove(definition, stored), gone: true } : { object: stored, gone: false };
}

function withSystemFinalizer(finalizers: readonly string[], policy: PropagationPolicy): string[] {
  const wanted = policy === 'Background' ? undefined : SYSTEM_FINALIZERS[policy];
  const rest = finalizers.filter(name => name !== SYSTEM_FINALIZERS.Foreground && name !== SYSTEM_FINALIZERS.Orphan);
  return wanted === undefined ? rest : [...rest, wanted];
}

function mark(state: ApiState, definition: ResourceDefinition, draft: ApiObject): void {
  draft.metadata['deletionTimestamp'] = timestamp(state.clock.now());
  draft.metadata['deletionGracePeriodSeconds'] = 0;
  if (definition.hasGeneration) draft.metadata['generation'] = Number(draft.metadata['generation'] ?? 0) + 1;
}
