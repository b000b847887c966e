import type { Manifest } from '@flagger/sdk';

/** A coordination.k8s.io/v1 Lease. */
export interface Lease extends Manifest {
  readonly spec?: LeaseSpec;
}

/** Who holds a lease, and until when. Times are RFC 3339 with microseconds. */
export interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

/** A time as Leases write it, with microseconds. */
export function microTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '000Z');
}

/** The record by which `identity` takes or keeps the lease. @source client-go leaderelection tryAcquireOrRenew */
export function claim(current: LeaseSpec | undefined, identity: string, leaseDurationMs: number, nowMs: number): LeaseSpec {
  const now = microTime(nowMs);
  const held = current?.holderIdentity === identity;
  const transitions = current?.leaseTransitions ?? 0;
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(leaseDurationMs / 1000),
    acquireTime: (held ? current.acquireTime : undefined) ?? now,
    renewTime: now,
    leaseTransitions: held || current === undefined ? transitions : transitions + 1,
  };
}

/** The record that lets anyone take the lease at once. @source client-go leaderelection release */
export function giveUp(current: LeaseSpec, nowMs: number): LeaseSpec {
  const now = microTime(nowMs);
  return { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions: current.leaseTransitions ?? 0 };
}
