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
 * One step of the StatefulSet controller; the same object comes back where there is nothing to do. Pods start in order and one at a time,
 * but for the policy Parallel, and are updated one at a time from the last to the first. In order, a Pod that does not become ready
 * stops everything but a scale to fewer Pods.
 *
 * @source Kubernetes statefulset controller updateStatefulSet
 */
export function advanceStatefulSet(set: StatefulSet, state: StatefulPods, nowMs: number, defaults: PodDefaults): StatefulPods {
  const { pods } = state;
  const wanted = set.spec.replicas ?? 1;
  if (pods.length > wanted) return { ...state, pods: pods.slice(0, wanted) };
  const birth = (ordinal: number): SimulatedPod => createPod(set, ordinal, nowMs, defaults);
  const inOrder = set.spec.podManagementPolicy !== 'Parallel';
  const allReady = pods.every(pod => isReady(pod, nowMs, minReadyMs(set)));
  if (inOrder && !allReady) return state;
  if (pods.length < wanted) {
    const born = inOrder ? 1 : wanted - pods.length;
    return { ...state, pods: [...pods, ...Array.from({ length: born }, (_, index) => birth(pods.length + index))] };
  }
  return updated(set, state, { nowMs, allReady, birth });
}

interface UpdateStep {
  readonly nowMs: number;
  readonly allReady: boolean;
  readonly birth: (ordinal: number) => SimulatedPod;
}

/** Replaces the last Pod that is outdated once those behind it are ready. */
function updated(set: StatefulSet, state: StatefulPods, { nowMs, allReady, birth }: UpdateStep): StatefulPods {
  const { pods } = state;
  const hash = templateHash(set.spec.template);
  const outdated = pods.findLastIndex(pod => pod.hash !== hash);
  if (outdated < 0) return allReady && state.currentHash !== hash ? { ...state, currentHash: hash } : state;
  if (outdated < firstUpdated(set)) return state;
  const later = pods.slice(outdated + 1).every(pod => isReady(pod, nowMs, minReadyMs(set)));
  return later ? { ...state, pods: pods.with(outdated, birth(outdated)) } : state;
}

/** The first ordinal that an update reaches. */
function firstUpdated({ spec: { updateStrategy } }: StatefulSet): number {
  return updateStrategy?.type === 'OnDelete' ? Number.POSITIVE_INFINITY : (updateStrategy?.rollingUpdate?.partition ?? 0);
}

function createPod({ metadata, spec: { template } }: StatefulSet, ordinal: number, nowMs: number, defaults: PodDefaults): SimulatedPod {
  return { name: `${metadata.name}-${ordinal}`, template, hash: templateHash(template), readyAtMs: readyAtMs(template, nowMs, defaults) };
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
