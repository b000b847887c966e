import type { Readiness } from '@flagger/sdk';
import type { Deployment, DeploymentStatus } from '../objects/deployment.ts';
import { isOverdue } from '../workload/overdue.ts';
import type { Deadline } from '../workload/overdue.ts';
import { podsNeeded } from '../workload/ready-threshold.ts';

/** By which rules a Deployment is ready. */
export interface DeploymentPatience extends Deadline {
  readonly thresholdPercent: number;
}

/**
 * Whether a Deployment has finished its rollout, by its own words in its status.
 *
 * @source flagger pkg/canary/deployment_ready.go isDeploymentReady
 */
export function deploymentReadiness(deployment: Deployment, patience: DeploymentPatience): Readiness {
  const { metadata, spec, status = {} } = deployment;
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return { state: 'waiting', reason: 'waiting for rollout to finish: observed deployment generation less than desired generation' };
  }
  const progress = condition(status, 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') {
    return { state: 'stuck', reason: `deployment "${metadata.name}" exceeded its progress deadline` };
  }
  const missing = missingReplicas(spec.replicas, status, patience.thresholdPercent);
  if (missing === undefined) return { state: 'ready' };
  const state = progress && isUnavailableTooLong(status, patience) ? 'stuck' : 'waiting';
  return { state, reason: `waiting for rollout to finish: ${missing}` };
}

function missingReplicas(desired: number | undefined, status: DeploymentStatus, thresholdPercent: number): string | undefined {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (desired !== undefined && updatedReplicas < desired) return `${updatedReplicas} out of ${desired} new replicas have been updated`;
  if (replicas > updatedReplicas) return `${replicas - updatedReplicas} old replicas are pending termination`;
  const needed = podsNeeded(updatedReplicas, thresholdPercent);
  if (availableReplicas >= needed) return undefined;
  return `${availableReplicas} of ${needed} (readyThreshold ${thresholdPercent}%) updated replicas are available`;
}

function isUnavailableTooLong(status: DeploymentStatus, deadline: Deadline): boolean {
  const available = condition(status, 'Available');
  return available?.status === 'False' && available.reason === 'MinimumReplicasUnavailable' && isOverdue(available.lastUpdateTime, deadline);
}

function condition({ conditions = [] }: DeploymentStatus, type: string): NonNullable<DeploymentStatus['conditions']>[number] | undefined {
  return conditions.find(each => each.type === type);
}
