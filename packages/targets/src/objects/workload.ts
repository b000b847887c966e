import type { Manifest } from '@flagger/sdk';
import type { LabelSelector, PodTemplate } from './pod-template.ts';

/** What every kind of workload has in its specification. */
export interface WorkloadSpec {
  readonly selector: LabelSelector;
  readonly template: PodTemplate;
}

/** An object that runs pods. */
export interface Workload extends Manifest {
  readonly spec: WorkloadSpec;
}

/** An object that runs a number of pods. */
export interface ReplicatedWorkload extends Workload {
  readonly spec: WorkloadSpec & { readonly replicas?: number };
}
