import { storeInWords, upsert } from '@flagger/sdk';
import type { Canary, Scaler, TargetEnv, TargetMetadata } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { HORIZONTAL_POD_AUTOSCALERS } from '../objects/horizontal-pod-autoscaler.ts';
import type { HorizontalPodAutoscaler } from '../objects/horizontal-pod-autoscaler.ts';
import { autoscalerOf } from './autoscaler-ref.ts';
import { mergePrimaryHpa, renderPrimaryHpa } from './primary-hpa.ts';

type Merge = (live: HorizontalPodAutoscaler, desired: HorizontalPodAutoscaler, target: HorizontalPodAutoscaler) => HorizontalPodAutoscaler;

/** Gives the primary a HorizontalPodAutoscaler of its own. One at zero replicas rests by itself. @source flagger pkg/canary/hpa_reconciler.go */
export class HpaScaler implements Scaler {
  readonly #env: TargetEnv;

  constructor(env: TargetEnv) {
    this.#env = env;
  }

  create(canary: Canary, _target: TargetMetadata, signal: AbortSignal): Promise<void> {
    return this.#write(canary, live => live, signal);
  }

  sync(canary: Canary, _target: TargetMetadata, signal: AbortSignal): Promise<void> {
    const { includeLabelPrefixes } = this.#env.settings;
    return this.#write(canary, (live, desired, target) => mergePrimaryHpa(live, desired, target, includeLabelPrefixes), signal);
  }

  async pause(): Promise<void> {}

  async resume(): Promise<void> {}

  async #write(canary: Canary, merge: Merge, signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#env;
    const ref = autoscalerOf(canary);
    const target = await existing(store, HORIZONTAL_POD_AUTOSCALERS, keyIn(canary, ref.name), signal);
    const desired = renderPrimaryHpa(canary, ref, target);
    const { name, namespace } = keyIn(canary, desired.metadata.name);
    const scaler = `HorizontalPodAutoscaler v2 ${name}.${namespace} failed`;
    const told = storeInWords(store, { create: `creating ${scaler}`, update: `updating ${scaler}` });
    const outcome = await upsert(told, HORIZONTAL_POD_AUTOSCALERS, desired, live => merge(live, desired, target), signal);
    if (outcome !== 'unchanged') logger.info('Primary scaler written', { kind: desired.kind, name, namespace, outcome });
  }
}
