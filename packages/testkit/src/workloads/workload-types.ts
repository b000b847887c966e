import type { Manifest, ObjectMeta, ResourceType } from '@flagger/sdk';

/** What a workload makes Pods from; only the fields that the simulation reads are named. */
export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly containers?: readonly { readonly name?: string; readonly image?: string }[];
  };
}

/** A condition of a Deployment. Times are RFC 3339 in whole seconds. */
export interface DeploymentCondition {
  readonly type: 'Available' | 'Progressing';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastUpdateTime: string;
  readonly lastTransitionTime: string;
}

/** What the controller-manager says about a Deployment; zero counts are absent. */
export interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly conditions?: readonly DeploymentCondition[];
}

/** A Deployment, as far as the simulation reads it. */
export interface Deployment extends Manifest {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly minReadySeconds?: number;
    readonly progressDeadlineSeconds?: number;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
    };
    readonly template: PodTemplate;
  };
  readonly status?: DeploymentStatus;
}

/** What the controller-manager says about a DaemonSet. */
export interface DaemonSetStatus {
  readonly currentNumberScheduled: number;
  readonly desiredNumberScheduled: number;
  readonly numberMisscheduled: number;
  readonly numberReady: number;
  readonly observedGeneration?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly numberUnavailable?: number;
}

/** A DaemonSet, as far as the simulation reads it. */
export interface DaemonSet extends Manifest {
  readonly spec: {
    readonly minReadySeconds?: number;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxUnavailable?: number | string } };
    readonly template: PodTemplate;
  };
  readonly status?: DaemonSetStatus;
}

/** What the controller-manager says about a StatefulSet. */
export interface StatefulSetStatus {
  readonly replicas: number;
  readonly availableReplicas: number;
  readonly observedGeneration?: number;
  readonly readyReplicas?: number;
  readonly currentReplicas?: number;
  readonly updatedReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
}

/** A StatefulSet, as far as the simulation reads it. */
export interface StatefulSet extends Manifest {
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly podManagementPolicy?: string;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
    readonly template: PodTemplate;
  };
  readonly status?: StatefulSetStatus;
}

/** Where Deployments live in the API. */
export const DEPLOYMENTS: ResourceType<Deployment> = { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true };
/** Where DaemonSets live in the API. */
export const DAEMON_SETS: ResourceType<DaemonSet> = { apiVersion: 'apps/v1', kind: 'DaemonSet', plural: 'daemonsets', namespaced: true };
/** Where StatefulSets live in the API. */
export const STATEFUL_SETS: ResourceType<StatefulSet> = { apiVersion: 'apps/v1', kind: 'StatefulSet', plural: 'statefulsets', namespaced: true };
