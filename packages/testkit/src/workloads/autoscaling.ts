import type { ObjectKey, ObjectStore, ResourceType } from '@flagger/sdk';
import { isCanaryError } from '@flagger/sdk';
import { AUTOSCALERS, desiredReplicas } from './autoscaler.ts';
import type { Autoscaler } from './autoscaler.ts';
import { DEPLOYMENTS, STATEFUL_SETS } from './workload-types.ts';
import type { Deployment, StatefulSet } from './workload-types.ts';

/** What an autoscaler can scale. */
export type ScaledKind = 'Deployment' | 'StatefulSet';

const SCALED: ReadonlyMap<string, { readonly kind: ScaledKind; readonly type: ResourceType<Deployment | StatefulSet> }> = new Map([
  ['Deployment', { kind: 'Deployment', type: DEPLOYMENTS }],
  ['StatefulSet', { kind: 'StatefulSet', type: STATEFUL_SETS }],
]);

/** Runs every HorizontalPodAutoscaler of a Deployment or StatefulSet, on loads that are set instead of measured. */
export class Autoscaling {
  readonly #store: ObjectStore;
  readonly #signal: AbortSignal;
  /** Tells the loop of the target's controller that its scale changed. */
  readonly #scaled: (kind: ScaledKind, key: ObjectKey) => void;
  readonly #loads = new Map<string, number>();

  constructor(store: ObjectStore, scaled: (kind: ScaledKind, key: ObjectKey) => void, signal: AbortSignal) {
    this.#store = store;
    this.#scaled = scaled;
    this.#signal = signal;
  }

  /** Sets the load of an autoscaler relative to its target, and scales. */
  async setLoad(key: ObjectKey, load: number): Promise<void> {
    this.#loads.set(`${key.namespace}/${key.name}`, load);
    await this.#scale(await this.#store.get(AUTOSCALERS, key, this.#signal));
  }

  /** Looks at the autoscalers of a namespace. */
  async reconcile(namespace: string | undefined): Promise<void> {
    for (const autoscaler of await this.#store.list(AUTOSCALERS, namespace, this.#signal)) await this.#scale(autoscaler);
  }

  async #scale(autoscaler: Autoscaler | undefined): Promise<void> {
    const found = SCALED.get(autoscaler?.spec.scaleTargetRef.kind ?? '');
    if (autoscaler === undefined || found === undefined) return;
    const { kind, type } = found;
    const key = { namespace: autoscaler.metadata.namespace ?? '', name: autoscaler.spec.scaleTargetRef.name };
    const target = await this.#store.get(type, key, this.#signal);
    if (target === undefined) return;
    const current = target.spec.replicas ?? 1;
    const desired = desiredReplicas(autoscaler, current, this.#loads.get(`${key.namespace}/${autoscaler.metadata.name}`) ?? 1);
    if (desired !== current) {
      await this.#store.patch(type, key, { spec: { replicas: desired } }, this.#signal);
      this.#scaled(kind, key);
    }
    await this.#say(autoscaler, current, desired);
  }

  async #say({ metadata, status }: Autoscaler, current: number, desired: number): Promise<void> {
    if (status?.currentReplicas === current && status.desiredReplicas === desired) return;
    const patch = { status: { currentReplicas: current, desiredReplicas: desired } };
    await this.#store.patchStatus(AUTOSCALERS, metadata, patch, this.#signal).catch(ignoreGone);
  }
}

function ignoreGone(error: unknown): void {
  if (!isCanaryError(error, 'NotFound')) throw error;
}
