import type { Canary } from '@flagger/sdk';
import type { ReplicatedWorkload } from '../objects/workload.ts';

/** How many pods a new primary runs: as many as the target, at least one. */
export function initialReplicas({ spec }: ReplicatedWorkload): { readonly replicas: number } {
  return { replicas: spec.replicas || 1 };
}

/** How many pods a promotion gives to the primary; nothing where an autoscaler decides, or where the target may just rest at zero. */
export function promotedReplicas({ spec }: ReplicatedWorkload, canary: Canary): { readonly replicas?: number } {
  return canary.spec.autoscalerRef === undefined && spec.replicas ? { replicas: spec.replicas } : {};
}
