import type { Readiness } from '@flagger/sdk';
import type { StatefulSet, StatefulSetStatus } from '../objects/stateful-set.ts';
import { isOverdue } from '../workload/overdue.ts';
import type { Deadline } from '../workload/overdue.ts';
import { podsNeeded } from '../workload/ready-threshold.ts';

/** By which rules a StatefulSet is ready. */
export interface StatefulSetPatience extends Deadline {
  readonly thresholdPercent: number;
  /** When the canary's status last changed, RFC 3339: from then on the deadline counts, as a StatefulSet has none of its own. */
  readonly since: string | undefined;
}

/** Whether a StatefulSet has finished its rollout: every pod has the latest revision, and as many as the threshold asks for are available. */
export function statefulSetReadiness({ metadata, spec, status = {} }: StatefulSet, patience: StatefulSetPatience): Readiness {
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return { state: 'waiting', reason: 'waiting for rollout to finish: observed statefulset generation less than desired generation' };
  }
  const missing = missingPods(spec.replicas ?? 1, status, patience.thresholdPercent);
  if (missing === undefined) return { state: 'ready' };
  if (isOverdue(patience.since, patience)) return { state: 'stuck', reason: `exceeded its progressDeadlineSeconds: ${patience.deadlineSeconds}; ${missing}` };
  return { state: 'waiting', reason: `waiting for rollout to finish: ${missing}` };
}

function missingPods(desired: number, status: StatefulSetStatus, thresholdPercent: number): string | undefined {
  const { replicas = 0, availableReplicas = 0 } = status;
  const updated = updatedPods(status);
  if (updated < desired) return `${updated} out of ${desired} new pods have been updated`;
  if (replicas > updated) return `${replicas - updated} old pods are pending termination`;
  const needed = podsNeeded(updated, thresholdPercent);
  return availableReplicas < needed ? `${availableReplicas} of ${needed} (readyThreshold ${thresholdPercent}%) updated pods are available` : undefined;
}

/** Where the latest revision is the current one, no pod has another. */
function updatedPods({ currentRevision, updateRevision, replicas = 0, updatedReplicas = 0 }: StatefulSetStatus): number {
  return updateRevision !== undefined && updateRevision === currentRevision ? replicas : updatedReplicas;
}
