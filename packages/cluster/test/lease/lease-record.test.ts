import { describe, expect, it } from '@jest/globals';
import { claim, giveUp, microTime } from '../../src/lease/lease-record.ts';
import type { LeaseSpec } from '../../src/lease/lease-record.ts';

const NOW = Date.UTC(2026, 0, 1, 0, 0, 1, 5);
const now = '2026-01-01T00:00:01.005000Z';
const held: LeaseSpec = { holderIdentity: 'one', leaseDurationSeconds: 60, acquireTime: '2025-12-31T00:00:00.000000Z', renewTime: '2025-12-31T00:00:00.000000Z', leaseTransitions: 3 };

describe('a claim', () => {
  it.each([
    ['of a lease that never was', undefined, { acquireTime: now, leaseTransitions: 0 }],
    ['of one\'s own lease', held, { acquireTime: held.acquireTime, leaseTransitions: 3 }],
    ['of another\'s lease', { ...held, holderIdentity: 'two' }, { acquireTime: now, leaseTransitions: 4 }],
    ['of a lease that was given up', giveUp(held, 0), { acquireTime: now, leaseTransitions: 4 }],
    ['of a lease of which little is known', { holderIdentity: 'one' }, { acquireTime: now, leaseTransitions: 0 }],
  ])('%s', (_name, current, expected) => {
    expect(claim(current, 'one', 59_500, NOW)).toEqual({ holderIdentity: 'one', leaseDurationSeconds: 60, renewTime: now, ...expected });
  });

  it('writes times with microseconds', () => {
    expect(microTime(0)).toBe('1970-01-01T00:00:00.000000Z');
  });
});
