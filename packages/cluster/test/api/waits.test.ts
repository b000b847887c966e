import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import fc from 'fast-check';
import { Backoff } from '../../src/api/backoff.ts';
import { retryAfterMs } from '../../src/api/retry-after.ts';

describe('a backoff', () => {
  it('doubles up to its limit, with chance, and begins anew after a success', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 100 }), fc.integer(), (firstMs, failures, seed) => {
      const backoff = new Backoff({ firstMs, longestMs: 30_000 }, createVirtualClock({ seed }));
      const waits = Array.from({ length: failures + 1 }, () => backoff.nextMs());
      waits.forEach((waitMs, index) => {
        const fullMs = Math.min(30_000, firstMs * 2 ** index);
        expect(waitMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(waitMs).toBeLessThanOrEqual(fullMs);
      });
      backoff.reset();
      expect(backoff.nextMs()).toBeLessThanOrEqual(firstMs);
    }));
  });
});

describe('retryAfterMs', () => {
  it.each([
    [429, '3', 3_000], [429, undefined, 1_000], [429, 'Wed, 21 Oct 2026 07:28:00 GMT', 1_000], [429, '3600', 10_000], [429, '-1', 1_000],
    [503, '1', 1_000], [503, undefined, undefined], [500, '1', undefined], [200, undefined, undefined], [409, '1', undefined],
  ])('of %j with %j is %j', (status, header, waitMs) => {
    expect(retryAfterMs(status, header)).toBe(waitMs);
  });
});
