import type { Deployment } from './workload-types.ts';

/** How far a rolling update may stray from the wanted count, in Pods. */
export interface RollingLimits {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Turns percents into Pods: surge is rounded up, unavailability down, and never are both zero. @source Kubernetes deployment ResolveFenceposts */
export function rollingLimits(deployment: Deployment): RollingLimits {
  const wanted = deployment.spec.replicas ?? 1;
  const rolling = deployment.spec.strategy?.rollingUpdate;
  const maxSurge = podCount(rolling?.maxSurge ?? '25%', wanted, Math.ceil);
  const maxUnavailable = podCount(rolling?.maxUnavailable ?? '25%', wanted, Math.floor);
  return { maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}

/** A count of Pods, given as such or in percent of `total`. */
export function podCount(value: number | string, total: number, round: (count: number) => number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number.parseInt(value, 10) * total) / 100) : Number.parseInt(value, 10);
}
