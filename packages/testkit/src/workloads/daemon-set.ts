import { isReady, nextReadyAtMs, podSuffix, readyAtMs, templateHash } from './pod.ts';
import type { PodDefaults, SimulatedPod } from './pod.ts';
import { podCount } from './rolling-limits.ts';
import type { DaemonSet, DaemonSetStatus } from './workload-types.ts';

/** A node that DaemonSets run on. */
export interface SimulatedNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A DaemonSet's Pods, by the name of the node that each runs on. */
export interface DaemonPods {
  readonly byNode: ReadonlyMap<string, SimulatedPod>;
  readonly serial: number;
}

/** A DaemonSet that has no Pods yet. */
export const NO_DAEMON_PODS: DaemonPods = { byNode: new Map(), serial: 0 };

/** One step of the DaemonSet controller; the same object comes back where there is nothing to do. */
export function advanceDaemonSet(
  daemonSet: DaemonSet, pods: DaemonPods, world: { readonly nodes: readonly SimulatedNode[]; readonly nowMs: number; readonly defaults: PodDefaults },
): DaemonPods {
  const nodes = eligible(daemonSet, world.nodes);
  const kept = [...pods.byNode].filter(([node]) => nodes.some(({ name }) => name === node));
  const missing = nodes.filter(({ name }) => !pods.byNode.has(name)).map(({ name }) => name);
  const replaced = outdated(daemonSet, kept, nodes.length, world.nowMs);
  if (missing.length === 0 && replaced.length === 0 && kept.length === pods.byNode.size) return pods;
  const byNode = new Map(kept);
  [...missing, ...replaced].forEach((node, index) => byNode.set(node, createPod(daemonSet, pods.serial + index, world)));
  return { byNode, serial: pods.serial + missing.length + replaced.length };
}

/** The status that the controller-manager would write for a DaemonSet with these Pods. */
export function daemonSetStatus(daemonSet: DaemonSet, pods: DaemonPods, nodes: readonly SimulatedNode[], nowMs: number): DaemonSetStatus {
  const desired = eligible(daemonSet, nodes).length;
  const all = [...pods.byNode.values()];
  const hash = templateHash(daemonSet.spec.template);
  const updated = all.filter(pod => pod.hash === hash).length;
  const available = all.filter(pod => isReady(pod, nowMs, minReadyMs(daemonSet))).length;
  return {
    currentNumberScheduled: all.length,
    desiredNumberScheduled: desired,
    numberMisscheduled: 0,
    numberReady: all.filter(pod => isReady(pod, nowMs)).length,
    observedGeneration: daemonSet.metadata.generation ?? 1,
    ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(desired > available ? { numberUnavailable: desired - available } : {}),
  };
}

/** When a DaemonSet with these Pods has to be looked at again; undefined: never. */
export function daemonSetWakeAtMs(daemonSet: DaemonSet, pods: DaemonPods, nowMs: number): number | undefined {
  return nextReadyAtMs([...pods.byNode.values()], nowMs, minReadyMs(daemonSet));
}

/** The nodes whose Pods are replaced now: old templates, as many as may be unavailable; sick ones cost nothing. */
function outdated(daemonSet: DaemonSet, kept: readonly (readonly [string, SimulatedPod])[], desired: number, nowMs: number): readonly string[] {
  if (daemonSet.spec.updateStrategy?.type === 'OnDelete') return [];
  const hash = templateHash(daemonSet.spec.template);
  const ready = (pod: SimulatedPod): boolean => isReady(pod, nowMs, minReadyMs(daemonSet));
  const old = kept.filter(([, pod]) => pod.hash !== hash);
  const limit = Math.max(1, podCount(daemonSet.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, desired, Math.ceil));
  const unavailable = desired - kept.filter(([, pod]) => ready(pod)).length;
  const sick = old.filter(([, pod]) => !ready(pod));
  const healthy = old.filter(([, pod]) => ready(pod)).slice(0, Math.max(0, limit - unavailable));
  return [...sick, ...healthy].map(([node]) => node);
}

function createPod(daemonSet: DaemonSet, serial: number, world: { readonly nowMs: number; readonly defaults: PodDefaults }): SimulatedPod {
  const { template } = daemonSet.spec;
  const hash = templateHash(template);
  const { name } = daemonSet.metadata;
  return { name: `${name}-${podSuffix(name + hash, serial)}`, template, hash, readyAtMs: readyAtMs(template, world.nowMs, world.defaults) };
}

function eligible(daemonSet: DaemonSet, nodes: readonly SimulatedNode[]): readonly SimulatedNode[] {
  const selector = Object.entries(daemonSet.spec.template.spec?.nodeSelector ?? {});
  return nodes.filter(({ labels }) => selector.every(([key, value]) => labels[key] === value));
}

function minReadyMs(daemonSet: DaemonSet): number {
  return (daemonSet.spec.minReadySeconds ?? 0) * 1000;
}
