import { rollingLimits } from './rolling-limits.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus } from './workload-types.ts';

/** The part of a condition that is decided anew; the times follow from the condition that was there. */
type Verdict = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>;

const DEFAULT_DEADLINE_SECONDS = 600;
/** How the API spells that there is no deadline. */
const NO_DEADLINE_SECONDS = 2_147_483_647;

/**
 * The conditions that go with new counts. `Progressing` is refreshed as long as there is progress, which is what the
 * progress deadline counts from. @source Kubernetes deployment controller syncRolloutStatus
 */
export function deploymentConditions(deployment: Deployment, counts: DeploymentStatus, setName: string, nowMs: number): readonly DeploymentCondition[] {
  const before = deployment.status?.conditions ?? [];
  const available = settle(before, availability(deployment, counts), nowMs, false);
  const progress = progressing(deployment, counts, setName, nowMs);
  if (progress === undefined) return ordered(before, [available]);
  return ordered(before, [available, settle(before, progress, nowMs, progress.reason === 'ReplicaSetUpdated')]);
}

/** When an unfinished rollout will have exceeded its progress deadline; undefined: it has no deadline, or is past it, or done. */
export function deadlineAtMs(deployment: Deployment, conditions: readonly DeploymentCondition[]): number | undefined {
  const progress = conditions.find(({ type }) => type === 'Progressing');
  if (progress === undefined || deployment.spec.paused === true) return undefined;
  if (progress.reason === 'NewReplicaSetAvailable' || progress.reason === 'ProgressDeadlineExceeded') return undefined;
  const seconds = deployment.spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS;
  return seconds === NO_DEADLINE_SECONDS ? undefined : Date.parse(progress.lastUpdateTime) + seconds * 1000;
}

function availability(deployment: Deployment, counts: DeploymentStatus): Verdict {
  const least = (deployment.spec.replicas ?? 1) - rollingLimits(deployment).maxUnavailable;
  return (counts.availableReplicas ?? 0) >= least
    ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.' };
}

function progressing(deployment: Deployment, counts: DeploymentStatus, setName: string, nowMs: number): Verdict | undefined {
  const verdict = (status: Verdict['status'], reason: string, message: string): Verdict => ({ type: 'Progressing', status, reason, message });
  const before = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  if (deployment.spec.paused === true) return verdict('Unknown', 'DeploymentPaused', 'Deployment is paused');
  if (before?.reason === 'NewReplicaSetAvailable' && counts.replicas === counts.updatedReplicas) return undefined;
  if (isComplete(deployment, counts)) return verdict('True', 'NewReplicaSetAvailable', `ReplicaSet "${setName}" has successfully progressed.`);
  if (before === undefined) return verdict('True', 'NewReplicaSetCreated', `Created new replica set "${setName}"`);
  if (hasProgressed(deployment.status, counts)) return verdict('True', 'ReplicaSetUpdated', `ReplicaSet "${setName}" is progressing.`);
  if (before.reason === 'NewReplicaSetAvailable') return verdict('True', 'NewReplicaSetCreated', `Created new replica set "${setName}"`);
  const deadline = deadlineAtMs(deployment, [before]);
  if (deadline === undefined || deadline >= nowMs) return undefined;
  return verdict('False', 'ProgressDeadlineExceeded', `ReplicaSet "${setName}" has timed out progressing.`);
}

function isComplete(deployment: Deployment, counts: DeploymentStatus): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return [counts.updatedReplicas, counts.replicas, counts.availableReplicas].every(count => (count ?? 0) === wanted);
}

function hasProgressed(before: DeploymentStatus | undefined, counts: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus | undefined): number => (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0);
  return (
    (counts.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    old(counts) < old(before) ||
    (counts.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (counts.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  );
}

function settle(before: readonly DeploymentCondition[], verdict: Verdict, nowMs: number, refresh: boolean): DeploymentCondition {
  const now = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const was = before.find(({ type }) => type === verdict.type);
  if (was !== undefined && !refresh && was.status === verdict.status && was.reason === verdict.reason) return was;
  const lastTransitionTime = was?.status === verdict.status ? was.lastTransitionTime : now;
  return { ...verdict, lastUpdateTime: now, lastTransitionTime };
}

function ordered(before: readonly DeploymentCondition[], changed: readonly DeploymentCondition[]): readonly DeploymentCondition[] {
  const kept = before.map(condition => changed.find(({ type }) => type === condition.type) ?? condition);
  return [...kept, ...changed.filter(({ type }) => !before.some(condition => condition.type === type))];
}
