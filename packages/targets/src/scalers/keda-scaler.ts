import { storeInWords, upsert } from '@flagger/sdk';
import type { Canary, Scaler, TargetEnv, TargetMetadata } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { PAUSED_REPLICAS, SCALED_OBJECTS } from '../objects/scaled-object.ts';
import type { ScaledObject } from '../objects/scaled-object.ts';
import { autoscalerOf } from './autoscaler-ref.ts';
import { mergePrimaryScaledObject, renderPrimaryScaledObject } from './primary-scaled-object.ts';

type Merge = (live: ScaledObject, desired: ScaledObject) => ScaledObject;

/**
 * Gives the primary a KEDA ScaledObject of its own, and pauses the target's while the target rests.
 *
 * @source flagger pkg/canary/scaled_object_reconciler.go
 * @differs the user's object is patched, so that no field of it gets lost: `keda-scaler.test.ts` "unknown fields"
 */
export class KedaScaler implements Scaler {
  readonly #env: TargetEnv;

  constructor(env: TargetEnv) {
    this.#env = env;
  }

  create(canary: Canary, _target: TargetMetadata, signal: AbortSignal): Promise<void> {
    return this.#write(canary, live => live, signal);
  }

  sync(canary: Canary, _target: TargetMetadata, signal: AbortSignal): Promise<void> {
    return this.#write(canary, mergePrimaryScaledObject, signal);
  }

  pause(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#annotate(canary, '0', signal);
  }

  resume(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#annotate(canary, null, signal);
  }

  async #write(canary: Canary, merge: Merge, signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#env;
    const ref = autoscalerOf(canary);
    const target = await existing(store, SCALED_OBJECTS, keyIn(canary, ref.name), signal);
    const desired = renderPrimaryScaledObject(canary, ref, target);
    const { name, namespace } = keyIn(canary, desired.metadata.name);
    const scaler = `Keda ScaledObject ${name}.${namespace} failed`;
    const told = storeInWords(store, { create: `creating ${scaler}`, update: `updating ${scaler}` });
    const outcome = await upsert(told, SCALED_OBJECTS, desired, live => merge(live, desired), signal);
    if (outcome !== 'unchanged') logger.info('Primary scaler written', { kind: desired.kind, name, namespace, outcome });
  }

  async #annotate(canary: Canary, replicas: '0' | null, signal: AbortSignal): Promise<void> {
    const key = keyIn(canary, autoscalerOf(canary).name);
    const { metadata } = await existing(this.#env.store, SCALED_OBJECTS, key, signal);
    if ((metadata.annotations?.[PAUSED_REPLICAS] ?? null) === replicas) return;
    await this.#env.store.patch(SCALED_OBJECTS, key, { metadata: { annotations: { [PAUSED_REPLICAS]: replicas } } }, signal);
  }
}
