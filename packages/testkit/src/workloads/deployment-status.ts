import { currentSet } from './advance-deployment.ts';
import { deadlineAtMs, deploymentConditions } from './deployment-conditions.ts';
import { nextReadyAtMs } from './pod.ts';
import { countReady, podsOf } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import type { Deployment, DeploymentStatus } from './workload-types.ts';

const REVISION = 'deployment.kubernetes.io/revision';

/** The status that the controller-manager would write for a Deployment with these Pods. Counts of zero are left out. */
export function deploymentStatus(deployment: Deployment, rollout: Rollout, nowMs: number): DeploymentStatus {
  const current = currentSet(deployment, rollout);
  const pods = podsOf(rollout);
  const available = countReady(pods, nowMs, minReadyMs(deployment));
  const counts: DeploymentStatus = {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...some('replicas', pods.length),
    ...some('updatedReplicas', current?.pods.length ?? 0),
    ...some('readyReplicas', countReady(pods, nowMs)),
    ...some('availableReplicas', available),
    ...some('unavailableReplicas', Math.max(pods.length, deployment.spec.replicas ?? 1) - available),
  };
  const set = { name: `${deployment.metadata.name}-${current?.hash ?? ''}`, isNew: isNewRevision(deployment, rollout) };
  return { ...counts, conditions: deploymentConditions(deployment, counts, set, nowMs) };
}

/** When a Deployment with these Pods has to be looked at again, without a change of the object; undefined: never. */
export function deploymentWakeAtMs(deployment: Deployment, rollout: Rollout, nowMs: number): number | undefined {
  const readyAt = nextReadyAtMs(podsOf(rollout), nowMs, minReadyMs(deployment));
  const deadline = deadlineAtMs(deployment, deploymentStatus(deployment, rollout, nowMs).conditions ?? []);
  // A deadline is exceeded when it lies before now, hence the millisecond.
  const ahead = [readyAt, deadline === undefined ? undefined : deadline + 1].filter(at => at !== undefined && at > nowMs);
  return ahead.length === 0 ? undefined : Math.min(...(ahead as number[]));
}

/** The annotations that go with these Pods: which revision they are. */
export function deploymentAnnotations(deployment: Deployment, rollout: Rollout): Readonly<Record<string, string>> {
  const current = currentSet(deployment, rollout);
  return current === undefined ? {} : { [REVISION]: current.revision.toString() };
}

/** Whether the Deployment does not know its revision yet. */
function isNewRevision(deployment: Deployment, rollout: Rollout): boolean {
  const { [REVISION]: revision } = deploymentAnnotations(deployment, rollout);
  return revision !== undefined && revision !== deployment.metadata.annotations?.[REVISION];
}

function minReadyMs(deployment: Deployment): number {
  return (deployment.spec.minReadySeconds ?? 0) * 1000;
}

function some<K extends string>(name: K, count: number): { readonly [P in K]?: number } {
  return (count === 0 ? {} : { [name]: count }) as { readonly [P in K]?: number };
}
