import { isDeepStrictEqual } from 'node:util';
import type { LiveStore } from '@flagger/cluster';
import { FINALIZER } from '@flagger/core';
import type { CanaryWriter } from '@flagger/core';
import { CANARIES, isCanaryError } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import { statusPatch } from './status-patch.ts';

const ATTEMPTS = 4;

/** A write that can be tried again on a newer version of the canary. */
interface Attempt {
  readonly canary: Canary;
  /** Whether what was read still stands in the live object. */
  readonly stands: (live: Canary) => boolean;
  readonly write: (base: Canary) => Promise<Canary>;
}

/**
 * Writes only what changed, on top of the version that was read. A spec or a label that somebody changes meanwhile is no
 * obstacle; a status that somebody else changed is.
 *
 * @source flagger pkg/canary/status.go, pkg/controller/finalizer.go
 * @differs Merge patches instead of whole objects. Test: canary-writer "comes and goes beside those of others, and brings no defaults into the spec"
 */
export function createCanaryWriter(store: LiveStore): CanaryWriter {
  return {
    async writeStatus(canary, status, signal) {
      const changed = statusPatch(canary.status, status);
      if (changed === undefined) return canary;
      const write = ({ metadata }: Canary): Promise<Canary> =>
        store.patchStatus(CANARIES, metadata, { metadata: { resourceVersion: metadata.resourceVersion }, status: changed }, signal);
      return onTopOfLive(store, { canary, write, stands: live => isDeepStrictEqual(live.status, canary.status) }, signal);
    },
    async setFinalizer(canary, present, signal) {
      const write = async (base: Canary): Promise<Canary> => {
        const { resourceVersion, finalizers = [] } = base.metadata;
        if (finalizers.includes(FINALIZER) === present) return base;
        const next = present ? [...finalizers, FINALIZER] : finalizers.filter(each => each !== FINALIZER);
        return store.patch(CANARIES, base.metadata, { metadata: { resourceVersion, finalizers: next.length > 0 ? next : null } }, signal);
      };
      const written = onTopOfLive(store, { canary, write, stands: () => true }, signal);
      return present ? written : unlessGone(written, canary);
    },
    async removeAnnotation(canary, { name, value }, signal) {
      // Another value is another word, which nobody has heard yet.
      const write = async (base: Canary): Promise<Canary> =>
        base.metadata.annotations?.[name] !== value
          ? base
          : store.patch(CANARIES, base.metadata, { metadata: { resourceVersion: base.metadata.resourceVersion, annotations: { [name]: null } } }, signal);
      return onTopOfLive(store, { canary, write, stands: () => true }, signal);
    },
  };
}

/** A canary that nothing holds any more goes at once, which the watch tells a moment later. */
async function unlessGone(written: Promise<Canary>, canary: Canary): Promise<Canary> {
  try {
    return await written;
  } catch (error) {
    if (!isCanaryError(error, 'NotFound')) throw error;
    return canary;
  }
}

async function onTopOfLive(store: LiveStore, { canary, stands, write }: Attempt, signal: AbortSignal): Promise<Canary> {
  let base = canary;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(base);
    } catch (error) {
      if (!isCanaryError(error, 'Conflict') || attempt === ATTEMPTS) throw error;
      const live = await store.getLive(CANARIES, canary.metadata, signal);
      if (live === undefined || live.metadata.uid !== canary.metadata.uid || !stands(live)) throw error;
      base = live;
    }
  }
}
