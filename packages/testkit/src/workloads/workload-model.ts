import type { Manifest, ResourceType } from '@flagger/sdk';
import type { SimulatedNode } from './daemon-set.ts';
import type { PodDefaults, SimulatedPod } from './pod.ts';

/** What a step of a simulated controller sees besides the object. */
export interface SimulatedWorld {
  readonly nowMs: number;
  readonly nodes: readonly SimulatedNode[];
  readonly defaults: PodDefaults;
}

/** A controller of the controller-manager as pure functions. `P` is what it knows about an object's Pods. */
export interface WorkloadModel<T extends Manifest, P> {
  readonly type: ResourceType<T>;
  readonly none: P;
  /** One step; the same `pods` come back where there is nothing to do. */
  advance(object: T, pods: P, world: SimulatedWorld): P;
  status(object: T, pods: P, world: SimulatedWorld): object;
  /** When to look again though nothing changed, in milliseconds since the epoch. */
  wakeAtMs(object: T, pods: P, world: SimulatedWorld): number | undefined;
  /** Annotations that the controller keeps on the object. */
  annotations(object: T, pods: P): Readonly<Record<string, string>>;
  listPods(pods: P): readonly SimulatedPod[];
}
