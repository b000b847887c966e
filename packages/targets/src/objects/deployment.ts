import type { NamedType } from './named-type.ts';
import type { ReplicatedWorkload, WorkloadSpec } from './workload.ts';

/** @source Kubernetes apps/v1 DeploymentSpec */
export interface DeploymentSpec extends WorkloadSpec {
  readonly replicas?: number;
  readonly progressDeadlineSeconds?: number;
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly strategy?: { readonly type?: string };
}

/** @source Kubernetes apps/v1 DeploymentCondition */
export interface DeploymentCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly lastUpdateTime?: string;
}

/** @source Kubernetes apps/v1 DeploymentStatus */
export interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly conditions?: readonly DeploymentCondition[];
}

/** @source Kubernetes apps/v1 Deployment */
export interface Deployment extends ReplicatedWorkload {
  readonly spec: DeploymentSpec;
  readonly status?: DeploymentStatus;
}

/** Where Deployments live in the API. */
export const DEPLOYMENTS: NamedType<Deployment> = {
  apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true, noun: 'deployment',
};
