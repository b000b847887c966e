import type { NamedType } from './named-type.ts';
import type { Workload, WorkloadSpec } from './workload.ts';

/** @source Kubernetes apps/v1 DaemonSetSpec */
export interface DaemonSetSpec extends WorkloadSpec {
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly updateStrategy?: { readonly type?: string };
}

/** @source Kubernetes apps/v1 DaemonSetStatus */
export interface DaemonSetStatus {
  readonly observedGeneration?: number;
  readonly desiredNumberScheduled?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
}

/** @source Kubernetes apps/v1 DaemonSet */
export interface DaemonSet extends Workload {
  readonly spec: DaemonSetSpec;
  readonly status?: DaemonSetStatus;
}

/** Where DaemonSets live in the API. */
export const DAEMON_SETS: NamedType<DaemonSet> = {
  apiVersion: 'apps/v1', kind: 'DaemonSet', plural: 'daemonsets', namespaced: true, noun: 'daemonset',
};
