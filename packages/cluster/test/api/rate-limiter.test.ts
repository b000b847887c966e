import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { RateLimiter } from '../../src/api/rate-limiter.ts';
import { passTimeUntil, until } from '../support/until.ts';

const signal = new AbortController().signal;

describe('a rate limiter', () => {
  it('lets a burst pass and spaces the rest', async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(2, 3, clock);
    const startedAt = clock.now();
    const passedAt: number[] = [];
    const turns = Array.from({ length: 6 }, () => limiter.take(signal).then(() => void passedAt.push(clock.now() - startedAt)));
    await until(() => passedAt.length === 3);
    await passTimeUntil(clock, () => passedAt.length === 6);
    await Promise.all(turns);
    expect(passedAt).toEqual([0, 0, 0, 500, 1_000, 1_500]);
  });

  it('fills up again, but not beyond its burst', async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(1, 2, clock);
    await limiter.take(signal);
    await limiter.take(signal);
    clock.advance(60_000);
    await limiter.take(signal);
    await limiter.take(signal);
    const third = limiter.take(signal);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1_000);
    await third;
  });

  it('gives the place of one who leaves to the others', async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(1, 1, clock);
    await limiter.take(signal);
    const leaving = new AbortController();
    const left = limiter.take(leaving.signal);
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const next = limiter.take(signal);
    clock.advance(1_000);
    await next;
    await expect(limiter.take(AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  });

  it('lets everybody pass once it is lifted', async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(1, 1, clock);
    await limiter.take(signal);
    limiter.lift();
    await limiter.take(signal);
    expect(clock.pendingTimers).toBe(0);
  });
});
