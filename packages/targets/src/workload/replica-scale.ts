import { explained, workloadName } from '@flagger/sdk';
import type { Canary, ObjectStore, Role } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { HORIZONTAL_POD_AUTOSCALERS } from '../objects/horizontal-pod-autoscaler.ts';
import type { NamedType } from '../objects/named-type.ts';
import { SCALED_OBJECTS } from '../objects/scaled-object.ts';
import type { ReplicatedWorkload } from '../objects/workload.ts';
import type { WorkloadScale } from './workload-kind.ts';

/**
 * Scales a workload by its replicas.
 *
 * @source flagger pkg/canary/deployment_controller.go ScaleToZero, ScaleFromZero, Finalize
 * @differs nothing is written where the number is right already: `deployment-scale.test.ts` "writes nothing"
 * @differs a primary that is gone does not keep the target from starting: `deployment-scale.test.ts` "one where there is no primary"
 */
export class ReplicaScale<W extends ReplicatedWorkload> implements WorkloadScale {
  readonly #store: ObjectStore;
  readonly #type: NamedType<W>;

  constructor(store: ObjectStore, type: NamedType<W>) {
    this.#store = store;
    this.#type = type;
  }

  async toZero(canary: Canary, signal: AbortSignal): Promise<void> {
    const target = await this.#target(canary, signal);
    const { name, namespace } = keyIn(canary, target.metadata.name);
    await explained(`${this.#type.noun} ${name}.${namespace} patch query error`, () => this.#scale(target, 0, signal));
  }

  /** A number above zero in the target's manifest is kept. */
  async fromZero(canary: Canary, signal: AbortSignal): Promise<void> {
    const target = await this.#target(canary, signal);
    const replicas = replicasOf(target) || await this.#replicasForRelease(canary, signal);
    const { name, namespace } = keyIn(canary, target.metadata.name);
    await explained(`scaling up ${name}.${namespace} to ${replicas} failed`, () => this.#scale(target, replicas, signal));
  }

  async giveBack(canary: Canary, signal: AbortSignal): Promise<void> {
    const primary = await this.#find(canary, 'primary', signal);
    if (primary === undefined) return this.fromZero(canary, signal);
    const target = await this.#target(canary, signal);
    await explained('scale failed', () => this.#scale(target, replicasOf(primary), signal));
  }

  async #scale(workload: W, replicas: number, signal: AbortSignal): Promise<void> {
    if (replicasOf(workload) === replicas) return;
    await this.#store.patch(this.#type, workload.metadata, { spec: { replicas } }, signal);
  }

  #target(canary: Canary, signal: AbortSignal): Promise<W> {
    return existing(this.#store, this.#type, keyIn(canary, workloadName(canary, 'canary')), signal);
  }

  #find(canary: Canary, role: Role, signal: AbortSignal): Promise<W | undefined> {
    return this.#store.get(this.#type, keyIn(canary, workloadName(canary, role)), signal);
  }

  /** As many as the primary runs, or as few as the autoscaler begins with; at least one. */
  async #replicasForRelease(canary: Canary, signal: AbortSignal): Promise<number> {
    const scaler = canary.spec.autoscalerRef;
    if (scaler === undefined) {
      const primary = await this.#find(canary, 'primary', signal);
      return (primary && replicasOf(primary)) || 1;
    }
    const key = keyIn(canary, scaler.name);
    if (scaler.kind === 'ScaledObject') return (await this.#store.get(SCALED_OBJECTS, key, signal))?.spec.minReplicaCount || 1;
    return (await this.#store.get(HORIZONTAL_POD_AUTOSCALERS, key, signal))?.spec.minReplicas || 1;
  }
}

/** An absent number means one. */
function replicasOf({ spec }: ReplicatedWorkload): number {
  return spec.replicas ?? 1;
}
