import { isReady, templateHash } from './pod.ts';
import type { PodDefaults } from './pod.ts';
import { rollingLimits } from './rolling-limits.ts';
import { addPods, countReady, podsOf, removePods } from './rollout.ts';
import type { ReplicaSet, Rollout } from './rollout.ts';
import type { Deployment } from './workload-types.ts';

const HISTORY = 10;

/** What one step of a rollout looks at. */
interface Step {
  readonly deployment: Deployment;
  readonly nowMs: number;
  readonly defaults: PodDefaults;
}

/**
 * One step of the Deployment controller: it makes or removes Pods as the strategy allows, and gives the same object back
 * where there is nothing to do. A new template becomes a new revision. @source Kubernetes deployment controller rolloutRolling, rolloutRecreate
 */
export function advanceDeployment(deployment: Deployment, rollout: Rollout, nowMs: number, defaults: PodDefaults): Rollout {
  const step: Step = { deployment, nowMs, defaults };
  if (deployment.spec.paused === true) return scaleLatest(step, rollout);
  const revised = withCurrentSet(deployment, rollout);
  if (revised !== rollout) return revised;
  return deployment.spec.strategy?.type === 'Recreate' ? recreate(step, rollout) : roll(step, rollout);
}

/** The set that has the Deployment's template, once there is one. */
export function currentSet(deployment: Deployment, rollout: Rollout): ReplicaSet | undefined {
  const hash = templateHash(deployment.spec.template);
  return rollout.sets.find(set => set.hash === hash);
}

function withCurrentSet(deployment: Deployment, rollout: Rollout): Rollout {
  const latest = Math.max(0, ...rollout.sets.map(set => set.revision));
  const current = currentSet(deployment, rollout);
  if (current?.revision === latest) return rollout;
  const hash = templateHash(deployment.spec.template);
  const revived: ReplicaSet = { hash, template: deployment.spec.template, revision: latest + 1, pods: current?.pods ?? [] };
  const others = rollout.sets.filter(set => set.hash !== hash);
  const kept = others.filter((set, index) => set.pods.length > 0 || index >= others.length - HISTORY);
  return { ...rollout, sets: [...kept, revived] };
}

function scaleLatest(step: Step, rollout: Rollout): Rollout {
  const latest = rollout.sets.findLast(set => set.pods.length > 0) ?? rollout.sets.at(-1);
  return latest === undefined ? rollout : scaleTo(step, rollout, latest, wanted(step.deployment));
}

function recreate(step: Step, rollout: Rollout): Rollout {
  const [current, old] = split(step.deployment, rollout);
  const busy = old.find(set => set.pods.length > 0);
  if (busy !== undefined) return scaleTo(step, rollout, busy, 0);
  return scaleTo(step, rollout, current, wanted(step.deployment));
}

function roll(step: Step, rollout: Rollout): Rollout {
  const [current] = split(step.deployment, rollout);
  const total = podsOf(rollout).length;
  const room = Math.max(0, wanted(step.deployment) + rollingLimits(step.deployment).maxSurge - total);
  const grown = scaleTo(step, rollout, current, Math.min(wanted(step.deployment), current.pods.length + room));
  return grown === rollout ? shrinkOld(step, rollout) : grown;
}

/** Removes old Pods while enough stay available: the sick ones first. */
function shrinkOld(step: Step, rollout: Rollout): Rollout {
  const { deployment, nowMs } = step;
  const [current, old] = split(deployment, rollout);
  const minReadyMs = (deployment.spec.minReadySeconds ?? 0) * 1000;
  const available = (set: ReplicaSet): number => countReady(set.pods, nowMs, minReadyMs);
  const minAvailable = wanted(deployment) - rollingLimits(deployment).maxUnavailable;
  let budget = podsOf(rollout).length - minAvailable - (current.pods.length - available(current));
  let next = rollout;
  for (const set of old) {
    const sick = Math.min(set.pods.filter(pod => !isReady(pod, nowMs, minReadyMs)).length, Math.max(0, budget));
    budget -= sick;
    next = sick > 0 ? removePods(next, set, sick, nowMs) : next;
  }
  let spare = Math.min(budget, countReady(podsOf(next), nowMs, minReadyMs) - minAvailable);
  for (const { hash } of old) {
    const set = next.sets.find(candidate => candidate.hash === hash);
    const count = Math.min(set?.pods.length ?? 0, Math.max(0, spare));
    spare -= count;
    next = set !== undefined && count > 0 ? removePods(next, set, count, nowMs) : next;
  }
  return next;
}

function scaleTo(step: Step, rollout: Rollout, set: ReplicaSet, count: number): Rollout {
  const missing = count - set.pods.length;
  if (missing === 0) return rollout;
  if (missing < 0) return removePods(rollout, set, -missing, step.nowMs);
  return addPods(rollout, set, missing, { owner: step.deployment.metadata.name, nowMs: step.nowMs, defaults: step.defaults });
}

function split(deployment: Deployment, rollout: Rollout): [ReplicaSet, readonly ReplicaSet[]] {
  const current = currentSet(deployment, rollout);
  if (current === undefined) throw new Error(`deployment ${deployment.metadata.name} has no set for its template`);
  return [current, rollout.sets.filter(set => set !== current)];
}

function wanted(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}
