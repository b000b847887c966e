import { isReady, podSuffix, readyAtMs } from './pod.ts';
import type { PodDefaults, SimulatedPod } from './pod.ts';
import type { PodTemplate } from './workload-types.ts';

/** The Pods of one template of a workload. */
export interface ReplicaSet {
  readonly hash: string;
  readonly template: PodTemplate;
  /** What `deployment.kubernetes.io/revision` says. */
  readonly revision: number;
  readonly pods: readonly SimulatedPod[];
}

/** Every Pod that a Deployment has, by template; the API knows only the counts. */
export interface Rollout {
  readonly sets: readonly ReplicaSet[];
  /** How many Pods were made so far: it names the next one. */
  readonly serial: number;
}

/** A Deployment that has no Pods yet. */
export const NO_ROLLOUT: Rollout = { sets: [], serial: 0 };

/** All Pods, of every template. */
export function podsOf(rollout: Rollout): readonly SimulatedPod[] {
  return rollout.sets.flatMap(set => set.pods);
}

/** How many of the Pods have been ready for `forMs`. */
export function countReady(pods: readonly SimulatedPod[], nowMs: number, forMs = 0): number {
  return pods.filter(pod => isReady(pod, nowMs, forMs)).length;
}

/** Replaces one set. */
function withSet(rollout: Rollout, changed: ReplicaSet): Rollout {
  return { ...rollout, sets: rollout.sets.map(set => (set.hash === changed.hash ? changed : set)) };
}

/** Adds `count` Pods to a set; their names start with `owner-hash`. */
export function addPods(rollout: Rollout, set: ReplicaSet, count: number, birth: { owner: string; nowMs: number; defaults: PodDefaults }): Rollout {
  const pods = Array.from({ length: count }, (_, index): SimulatedPod => ({
    name: `${birth.owner}-${set.hash}-${podSuffix(birth.owner + set.hash, rollout.serial + index)}`,
    template: set.template,
    hash: set.hash,
    readyAtMs: readyAtMs(set.template, birth.nowMs, birth.defaults),
  }));
  return { ...withSet(rollout, { ...set, pods: [...set.pods, ...pods] }), serial: rollout.serial + count };
}

/** Takes `count` Pods from a set: those that are not ready first, then the youngest. */
export function removePods(rollout: Rollout, set: ReplicaSet, count: number, nowMs: number): Rollout {
  const byWorth = set.pods.toSorted((a, b) => Number(isReady(b, nowMs)) - Number(isReady(a, nowMs)));
  return withSet(rollout, { ...set, pods: byWorth.slice(0, Math.max(0, set.pods.length - count)) });
}
