import { describe, expect, it } from '@jest/globals';
import { sleep } from '@flagger/sdk';
import fc from 'fast-check';
import { createRealClock, createVirtualClock } from '../../src/index.ts';

describe('virtual clock', () => {
  it('stands still until it is moved', () => {
    const clock = createVirtualClock({ start: 1000 });
    expect(clock.now()).toBe(1000);
    clock.advance(500);
    expect(clock.now()).toBe(1500);
  });

  it('runs timers in the order of their times, each at its own moment', () => {
    fc.assert(fc.property(fc.array(fc.nat(1000), { maxLength: 30 }), delays => {
      const clock = createVirtualClock({ start: 0 });
      const fired: [delay: number, at: number][] = [];
      for (const delay of delays) clock.after(delay, () => fired.push([delay, clock.now()]));
      clock.advance(1000);
      const sorted = delays.toSorted((a, b) => a - b);
      expect(fired).toEqual(sorted.map(delay => [delay, delay]));
    }));
  });

  it('never runs a timer that was cancelled', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 20 }), timers => {
      const clock = createVirtualClock();
      let ran = 0;
      const cancels = timers.map(([delay]) => clock.after(delay, () => (ran += 1)));
      timers.forEach(([, isCancelled], at) => isCancelled && cancels[at]?.());
      const left = timers.filter(([, isCancelled]) => !isCancelled).length;
      expect(clock.pendingTimers).toBe(left);
      clock.advance(50);
      expect([ran, clock.pendingTimers]).toEqual([left, 0]);
    }));
  });

  it('runs timers that timers set, within the same move', () => {
    const clock = createVirtualClock({ start: 0 });
    const at: number[] = [];
    const again = (): void => {
      at.push(clock.now());
      clock.after(10, again);
    };
    clock.after(10, again);
    clock.advance(35);
    expect([at, clock.now(), clock.nextTimerAt()]).toEqual([[10, 20, 30], 35, 40]);
  });

  it('goes to the next timer', () => {
    const clock = createVirtualClock({ start: 0 });
    expect([clock.runNext(), clock.nextTimerAt()]).toEqual([false, undefined]);
    const cancel = clock.after(5, () => undefined);
    clock.after(70, () => undefined);
    cancel();
    cancel();
    expect([clock.nextTimerAt(), clock.runNext(), clock.now()]).toEqual([70, true, 70]);
  });

  it('repeats chance with its seed', () => {
    const draw = (seed: number): unknown[] => {
      const clock = createVirtualClock({ seed });
      return [clock.random(), clock.random(), clock.uuid()];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    fc.assert(fc.property(fc.integer(), seed => {
      const clock = createVirtualClock({ seed });
      expect(clock.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(clock.random()).toBeLessThan(1);
    }));
  });

  it('wakes who sleeps by it', async () => {
    const clock = createVirtualClock();
    const slept = sleep(clock, 60_000, new AbortController().signal);
    clock.advance(60_000);
    await expect(slept).resolves.toBeUndefined();
  });
});

describe('real clock', () => {
  it('runs as fast as it is told', async () => {
    const clock = createRealClock({ speed: 10_000 });
    const from = clock.now();
    await new Promise<void>(resolve => void clock.after(60_000, resolve));
    expect(clock.now() - from).toBeGreaterThanOrEqual(50_000);
  });

  it('cancels, and has chance', () => {
    const clock = createRealClock();
    clock.after(1_000_000, () => undefined)();
    expect(clock.random()).toBeLessThan(1);
    expect(clock.uuid()).toHaveLength(36);
  });
});
