import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { Manifest, ObjectKey, ResourceType } from '@flagger/sdk';
import type { LiveStore } from './cluster-store.ts';

const ATTEMPTS = 5;

/**
 * Writes what `change` makes of the object, again on top of the live object when someone else was faster. `change` returns
 * the very same object where nothing is to be written.
 *
 * @throws CanaryError NotFound where the object is gone, Conflict after five attempts, or as `ObjectStore`
 * @source client-go retry.RetryOnConflict
 */
export async function updateWithRetry<T extends Manifest>(
  store: LiveStore,
  { type, key }: { readonly type: ResourceType<T>; readonly key: ObjectKey },
  change: (live: T) => T,
  signal: AbortSignal,
): Promise<T> {
  let live = await store.get(type, key, signal);
  for (let attempt = 1; ; attempt += 1) {
    if (live === undefined) throw new CanaryError('NotFound', 'later', `${type.kind} ${key.name}.${key.namespace ?? ''} not found`);
    const next = change(live);
    if (next === live) return live;
    try {
      return await store.update(type, next, signal);
    } catch (error) {
      if (attempt === ATTEMPTS || !isCanaryError(error, 'Conflict')) throw error;
    }
    live = await store.getLive(type, key, signal);
  }
}
