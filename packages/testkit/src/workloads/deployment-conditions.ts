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
export function deploymentConditions(
  deployment: Deployment, counts: DeploymentStatus, set: { readonly name: string; readonly isNew: boolean }, nowMs: number,
): readonly DeploymentCondition[] {
  const before = deployment.status?.conditions ?? [];
  const available = settle(before, availability(deployment, counts), nowMs, false);
  const verdict = set.isNew ? begun(deployment, counts, set.name) : progressing(deployment, counts, set.name, nowMs);
  if (verdict === undefined) return ordered(before, [available]);
  return ordered(before, [available, settle(before, verdict, nowMs, verdict.reason === 'ReplicaSetUpdated')]);
}

/** When an unfinished rollout will have exceeded its progress deadline; undefined: it has no deadline, or is past it, or done. */
export function deadlineAtMs(deployment: Deployment, conditions: readonly DeploymentCondition[]): number | undefined {
  const condition = conditions.find(({ type }) => type === 'Progressing');
  if (condition === undefined || deployment.spec.paused === true) return undefined;
  if (condition.reason === 'NewReplicaSetAvailable' || condition.reason === 'ProgressDeadlineExceeded') return undefined;
  const seconds = deployment.spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS;
  return seconds === NO_DEADLINE_SECONDS ? undefined : Date.parse(condition.lastUpdateTime) + seconds * 1000;
}

function availability(deployment: Deployment, counts: DeploymentStatus): Verdict {
  const least = (deployment.spec.replicas ?? 1) - rollingLimits(deployment).maxUnavailable;
  return (counts.availableReplicas ?? 0) >= least
    ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.' };
}

/** A new revision begins its progress anew, whatever became of the one before. */
function begun(deployment: Deployment, counts: DeploymentStatus, setName: string): Verdict {
  return isComplete(deployment, counts) ? complete(setName) : progress('True', 'NewReplicaSetCreated', `Created new replica set "${setName}"`);
}

function progressing(deployment: Deployment, counts: DeploymentStatus, setName: string, nowMs: number): Verdict | undefined {
  const before = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  if (deployment.spec.paused === true) return progress('Unknown', 'DeploymentPaused', 'Deployment is paused');
  if (before?.reason === 'NewReplicaSetAvailable' && counts.replicas === counts.updatedReplicas) return undefined;
  if (isComplete(deployment, counts)) return complete(setName);
  if (hasProgressed(deployment.status, counts)) return progress('True', 'ReplicaSetUpdated', `ReplicaSet "${setName}" is progressing.`);
  return before === undefined ? undefined : timedOut(deadlineAtMs(deployment, [before]), setName, nowMs);
}

function timedOut(deadlineMs: number | undefined, setName: string, nowMs: number): Verdict | undefined {
  if (deadlineMs === undefined || deadlineMs >= nowMs) return undefined;
  return progress('False', 'ProgressDeadlineExceeded', `ReplicaSet "${setName}" has timed out progressing.`);
}

function complete(setName: string): Verdict {
  return progress('True', 'NewReplicaSetAvailable', `ReplicaSet "${setName}" has successfully progressed.`);
}

function progress(status: Verdict['status'], reason: string, message: string): Verdict {
  return { type: 'Progressing', status, reason, message };
}

function isComplete(deployment: Deployment, counts: DeploymentStatus): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return [counts.updatedReplicas, counts.replicas, counts.availableReplicas].every(count => (count ?? 0) === wanted);
}

function hasProgressed(before: DeploymentStatus = {}, counts: DeploymentStatus): boolean {
  const grown = (['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const).some(name => (counts[name] ?? 0) > (before[name] ?? 0));
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number => replicas - updatedReplicas;
  return grown || old(counts) < old(before);
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
