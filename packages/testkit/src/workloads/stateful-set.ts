import { isReady, nextReadyAtMs, readyAtMs, templateHash } from './pod.ts';
import type { PodDefaults, SimulatedPod } from './pod.ts';
import type { StatefulSet, StatefulSetStatus } from './workload-types.ts';

/** A StatefulSet's Pods by ordinal, and the template that all of them last had. */
export interface StatefulPods {
  readonly pods: readonly SimulatedPod[];
  readonly currentHash: string | undefined;
}

/** A StatefulSet that has no Pods yet. */
export const NO_STATEFUL_PODS: StatefulPods = { pods: [], currentHash: undefined };

/**
 * One step of the StatefulSet controller: one Pod at a time, up in order and updated from the last to the first.
 * The same object comes back where there is nothing to do.
 */
export function advanceStatefulSet(set: StatefulSet, state: StatefulPods, nowMs: number, defaults: PodDefaults): StatefulPods {
  const { pods } = state;
  const wanted = set.spec.replicas ?? 1;
  const hash = templateHash(set.spec.template);
  const birth = (ordinal: number): SimulatedPod => ({
    name: `${set.metadata.name}-${ordinal}`, template: set.spec.template, hash, readyAtMs: readyAtMs(set.spec.template, nowMs, defaults),
  });
  if (pods.length > wanted) return { ...state, pods: pods.slice(0, wanted) };
  const allReady = pods.every(pod => isReady(pod, nowMs, minReadyMs(set)));
  if (pods.length < wanted) return allReady ? { ...state, pods: [...pods, birth(pods.length)] } : state;
  const outdated = pods.findLastIndex(pod => pod.hash !== hash);
  if (outdated < 0) return allReady && state.currentHash !== hash ? { ...state, currentHash: hash } : state;
  const later = pods.slice(outdated + 1).every(pod => isReady(pod, nowMs, minReadyMs(set)));
  return later ? { ...state, pods: pods.with(outdated, birth(outdated)) } : state;
}

/** The status that the controller-manager would write for a StatefulSet with these Pods. */
export function statefulSetStatus(set: StatefulSet, state: StatefulPods, nowMs: number): StatefulSetStatus {
  const { pods } = state;
  const hash = templateHash(set.spec.template);
  const currentHash = state.currentHash ?? hash;
  const ready = pods.filter(pod => isReady(pod, nowMs)).length;
  const withHash = (wanted: string): number => pods.filter(pod => pod.hash === wanted).length;
  return {
    replicas: pods.length,
    availableReplicas: pods.filter(pod => isReady(pod, nowMs, minReadyMs(set))).length,
    observedGeneration: set.metadata.generation ?? 1,
    currentRevision: `${set.metadata.name}-${currentHash}`,
    updateRevision: `${set.metadata.name}-${hash}`,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(withHash(currentHash) > 0 ? { currentReplicas: withHash(currentHash) } : {}),
    ...(withHash(hash) > 0 ? { updatedReplicas: withHash(hash) } : {}),
  };
}

/** When a StatefulSet with these Pods has to be looked at again; undefined: never. */
export function statefulSetWakeAtMs(set: StatefulSet, state: StatefulPods, nowMs: number): number | undefined {
  return nextReadyAtMs(state.pods, nowMs, minReadyMs(set));
}

function minReadyMs(set: StatefulSet): number {
  return (set.spec.minReadySeconds ?? 0) * 1000;
}
