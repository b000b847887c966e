import type { NamedType } from './named-type.ts';
import type { ReplicatedWorkload, WorkloadSpec } from './workload.ts';

/** @source Kubernetes apps/v1 StatefulSetSpec */
export interface StatefulSetSpec extends WorkloadSpec {
  readonly replicas?: number;
  /** The Service that names the pods. */
  readonly serviceName?: string;
  readonly podManagementPolicy?: string;
  readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  readonly volumeClaimTemplates?: readonly object[];
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly ordinals?: { readonly start?: number };
}

/** @source Kubernetes apps/v1 StatefulSetStatus */
export interface StatefulSetStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
}

/** @source Kubernetes apps/v1 StatefulSet */
export interface StatefulSet extends ReplicatedWorkload {
  readonly spec: StatefulSetSpec;
  readonly status?: StatefulSetStatus;
}

/** Where StatefulSets live in the API. */
export const STATEFUL_SETS: NamedType<StatefulSet> = {
  apiVersion: 'apps/v1', kind: 'StatefulSet', plural: 'statefulsets', namespaced: true, noun: 'statefulset',
};
