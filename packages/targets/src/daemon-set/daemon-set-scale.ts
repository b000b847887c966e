import { explained } from '@flagger/sdk';
import type { Canary, ObjectStore } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { DAEMON_SETS } from '../objects/daemon-set.ts';
import type { WorkloadScale } from '../workload/workload-kind.ts';
import { SCALE_TO_ZERO } from './daemon-set-kind.ts';

/**
 * Scales a DaemonSet by a node selector that no node satisfies.
 *
 * @source flagger pkg/canary/daemonset_controller.go ScaleToZero, ScaleFromZero
 * @differs one merge patch instead of an update, and none where nothing changes: `daemon-set.test.ts` "writes nothing"
 */
export class DaemonSetScale implements WorkloadScale {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  toZero(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#select(canary, { value: 'true', problem: id => `updating daemonset ${id} failed` }, signal);
  }

  fromZero(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#select(canary, { value: null, problem: id => `scaling up daemonset ${id} failed` }, signal);
  }

  giveBack(canary: Canary, signal: AbortSignal): Promise<void> {
    return explained('ScaleFromZero failed', () => this.fromZero(canary, signal));
  }

  async #select(canary: Canary, to: { readonly value: 'true' | null; readonly problem: (id: string) => string }, signal: AbortSignal): Promise<void> {
    const key = keyIn(canary, canary.spec.targetRef.name);
    const { spec } = await existing(this.#store, DAEMON_SETS, key, signal);
    if ((spec.template.spec.nodeSelector?.[SCALE_TO_ZERO] ?? null) === to.value) return;
    const patch = { spec: { template: { spec: { nodeSelector: { [SCALE_TO_ZERO]: to.value } } } } };
    await explained(to.problem(`${key.name}.${key.namespace}`), () => this.#store.patch(DAEMON_SETS, key, patch, signal));
  }
}
