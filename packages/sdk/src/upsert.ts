import type { Manifest, ResourceType } from './manifest.ts';
import type { ObjectStore } from './object-store.ts';

/** The word that finishes the sentence "the object was …". */
export type UpsertOutcome = 'created' | 'updated' | 'unchanged';

/** What an upsert needs of a store. */
export type UpsertStore = Pick<ObjectStore, 'get' | 'create' | 'update'>;

/**
 * Creates `desired`, or writes what `merge` makes of the live object. `merge` gets the live object and returns the next one;
 * returning the very same object means that nothing is to be written.
 *
 * @throws CanaryError as {@link ObjectStore}; a `Conflict` is answered by the next tick, which reads again.
 */
export async function upsert<T extends Manifest>(
  store: UpsertStore,
  type: ResourceType<T>,
  desired: T,
  merge: (live: T) => T,
  signal: AbortSignal,
): Promise<UpsertOutcome> {
  const live = await store.get(type, desired.metadata, signal);
  if (live === undefined) {
    await store.create(type, desired, signal);
    return 'created';
  }
  const next = merge(live);
  if (next === live) return 'unchanged';
  await store.update(type, next, signal);
  return 'updated';
}
