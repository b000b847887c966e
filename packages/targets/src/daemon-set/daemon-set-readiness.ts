import type { Readiness } from '@flagger/sdk';
import type { DaemonSet, DaemonSetStatus } from '../objects/daemon-set.ts';
import { isOverdue } from '../workload/overdue.ts';
import type { Deadline } from '../workload/overdue.ts';
import { podsNeeded } from '../workload/ready-threshold.ts';

/** By which rules a DaemonSet is ready. */
export interface DaemonSetPatience extends Deadline {
  readonly thresholdPercent: number;
  /** When the canary's status last changed, RFC 3339: from then on the deadline counts. */
  readonly since: string | undefined;
}

/**
 * Whether a DaemonSet has finished its rollout.
 *
 * @source flagger pkg/canary/daemonset_ready.go isDaemonSetReady; every status write of the canary moves its deadline
 * @differs a status that never changed is not overdue: `daemon-set-readiness.test.ts` "with a status since undefined"
 */
export function daemonSetReadiness({ metadata, status = {} }: DaemonSet, patience: DaemonSetPatience): Readiness {
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return { state: 'waiting', reason: 'waiting for rollout to finish: observed daemonset generation less than desired generation' };
  }
  const missing = missingPods(status, patience.thresholdPercent);
  if (missing === undefined) return { state: 'ready' };
  if (isOverdue(patience.since, patience)) return { state: 'stuck', reason: `exceeded its progressDeadlineSeconds: ${patience.deadlineSeconds}` };
  return { state: 'waiting', reason: `waiting for rollout to finish: ${missing}` };
}

function missingPods(status: DaemonSetStatus, thresholdPercent: number): string | undefined {
  const { desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0, numberAvailable: available = 0 } = status;
  if (updated < desired) return `${updated} out of ${desired} new pods have been updated`;
  const needed = podsNeeded(desired, thresholdPercent);
  return available < needed ? `${available} of ${needed} (readyThreshold ${thresholdPercent}%) updated pods are available` : undefined;
}
