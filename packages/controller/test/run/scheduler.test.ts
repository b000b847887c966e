import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import type { VirtualClock } from '@flagger/testkit';
import fc from 'fast-check';
import { Scheduler } from '../../src/run/scheduler.ts';

interface Turn {
  readonly key: string;
  readonly signal: AbortSignal;
  /** Ends the turn. */
  end(wakeAt?: number): Promise<void>;
}

/** A scheduler whose turns end when the test says so. */
function createBench(options: { readonly concurrency?: number } = {}): Bench {
  const clock = createVirtualClock();
  const turns: Turn[] = [];
  const gone: string[] = [];
  const lagsMs: number[] = [];
  const scheduler = new Scheduler({
    clock, ...options, onGone: key => gone.push(key), onTurn: lagMs => lagsMs.push(lagMs),
    run: (key, signal) => {
      const { promise, resolve } = Promise.withResolvers<number | undefined>();
      turns.push({ key, signal, end: wakeAt => { resolve(wakeAt); return settle(); } });
      return promise;
    },
  });
  return { clock, scheduler, turns, gone, lagsMs, keys: () => turns.map(({ key }) => key) };
}

interface Bench {
  readonly clock: VirtualClock;
  readonly scheduler: Scheduler;
  readonly turns: Turn[];
  readonly gone: string[];
  /** How late each turn began. */
  readonly lagsMs: number[];
  keys(): string[];
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}

describe('one item', () => {
  it('gets a turn when it is added, and rests afterwards', async () => {
    const { scheduler, turns, clock } = createBench();
    scheduler.add('a');
    expect(turns).toHaveLength(1);
    await turns[0]!.end();
    expect({ running: scheduler.running, queued: scheduler.queued, timers: clock.pendingTimers }).toEqual({ running: 0, queued: 0, timers: 0 });
  });

  it('is late by as long as it waits for its turn', async () => {
    const { scheduler, turns, clock, lagsMs } = createBench({ concurrency: 1 });
    scheduler.add('a');
    scheduler.add('b');
    clock.advance(3_000);
    await turns[0]!.end(clock.now() + 10_000);
    expect(lagsMs).toEqual([0, 3_000]);
    await turns[1]!.end();
    clock.advance(10_000);
    expect(lagsMs).toEqual([0, 3_000, 0]);
  });

  it('gets its next turn when it asked for it', async () => {
    const { scheduler, turns, clock } = createBench();
    scheduler.add('a');
    await turns[0]!.end(clock.now() + 10_000);
    clock.advance(9_999);
    expect(turns).toHaveLength(1);
    clock.advance(1);
    expect(turns).toHaveLength(2);
  });

  it('gets a turn at once for a time that has passed', async () => {
    const { scheduler, turns, clock } = createBench();
    scheduler.add('a');
    await turns[0]!.end(clock.now() - 5);
    clock.advance(0);
    expect(turns).toHaveLength(2);
  });

  it('is woken before its time, and then only once', async () => {
    const { scheduler, turns, clock } = createBench();
    scheduler.add('a');
    await turns[0]!.end(clock.now() + 10_000);
    scheduler.wake('a');
    expect(turns).toHaveLength(2);
    await turns[1]!.end();
    clock.advance(20_000);
    expect(turns).toHaveLength(2);
  });

  it('gets one more turn after any number of wake-ups during a turn', async () => {
    const { scheduler, turns } = createBench();
    scheduler.add('a');
    scheduler.wake('a');
    scheduler.wake('a');
    scheduler.add('a');
    expect(turns).toHaveLength(1);
    await turns[0]!.end();
    expect(turns).toHaveLength(2);
    await turns[1]!.end();
    expect(turns).toHaveLength(2);
  });

  it('that nobody added is not woken', () => {
    const { scheduler, turns } = createBench();
    scheduler.wake('a');
    expect(turns).toEqual([]);
  });
});

describe('many items', () => {
  it('run side by side, and one that hangs holds up no other', async () => {
    const { scheduler, turns, keys } = createBench();
    for (const key of ['hangs', 'b', 'c']) scheduler.add(key);
    expect(keys()).toEqual(['hangs', 'b', 'c']);
    await turns[1]!.end();
    scheduler.wake('b');
    expect(keys()).toEqual(['hangs', 'b', 'c', 'b']);
  });

  it('wait in order when many are awake', async () => {
    const { scheduler, turns, keys } = createBench({ concurrency: 2 });
    for (const key of ['a', 'b', 'c', 'd']) scheduler.add(key);
    expect({ keys: keys(), queued: scheduler.queued }).toEqual({ keys: ['a', 'b'], queued: 2 });
    await turns[1]!.end();
    expect(keys()).toEqual(['a', 'b', 'c']);
  });

  it('get past slow ones, which go on', async () => {
    const { scheduler, turns, keys, clock } = createBench({ concurrency: 2 });
    for (const key of ['slow', 'slow too', 'c', 'd', 'e']) scheduler.add(key);
    clock.advance(5_000);
    expect(keys()).toEqual(['slow', 'slow too', 'c', 'd']);
    await turns[2]!.end();
    await turns[0]!.end();
    expect(keys()).toEqual(['slow', 'slow too', 'c', 'd', 'e']);
    expect(scheduler.running).toBe(3);
  });
});

describe('removal', () => {
  it('forgets a resting item and its timer', async () => {
    const { scheduler, turns, clock, gone } = createBench();
    scheduler.add('a');
    await turns[0]!.end(clock.now() + 1);
    scheduler.remove('a');
    expect({ gone, timers: clock.pendingTimers }).toEqual({ gone: ['a'], timers: 0 });
  });

  it('takes a waiting item out', () => {
    const { scheduler, gone } = createBench({ concurrency: 1 });
    scheduler.add('a');
    scheduler.add('b');
    scheduler.remove('b');
    expect({ gone, queued: scheduler.queued }).toEqual({ gone: ['b'], queued: 0 });
  });

  it('lets a turn end, then tells', async () => {
    const { scheduler, turns, gone, clock } = createBench();
    scheduler.add('a');
    scheduler.remove('a');
    scheduler.wake('a');
    expect({ gone, aborted: turns[0]!.signal.aborted }).toEqual({ gone: [], aborted: false });
    await turns[0]!.end(clock.now() + 5);
    clock.advance(10);
    expect({ gone, turns: turns.length }).toEqual({ gone: ['a'], turns: 1 });
  });

  it('is undone by adding again, without two turns at once', async () => {
    const { scheduler, turns, gone } = createBench();
    scheduler.add('a');
    scheduler.remove('a');
    scheduler.add('a');
    expect(turns).toHaveLength(1);
    await turns[0]!.end();
    expect({ gone, turns: turns.length }).toEqual({ gone: [], turns: 2 });
  });
});

describe('idle and stop', () => {
  it('idle waits for what runs and what waits, not for timers', async () => {
    const { scheduler, turns, clock } = createBench({ concurrency: 1 });
    scheduler.add('a');
    scheduler.add('b');
    let idle = false;
    void scheduler.idle().then(() => { idle = true; });
    await turns[0]!.end(clock.now() + 60_000);
    expect(idle).toBe(false);
    await turns[1]!.end();
    expect(idle).toBe(true);
  });

  it('stop begins nothing, ends timers and waits for turns', async () => {
    const { scheduler, turns, clock, keys } = createBench({ concurrency: 2 });
    for (const key of ['a', 'b', 'c']) scheduler.add(key);
    let stopped = false;
    void scheduler.stop(10_000).then(() => { stopped = true; });
    await turns[0]!.end(clock.now() + 1);
    scheduler.wake('a');
    clock.advance(100);
    expect({ keys: keys(), stopped }).toEqual({ keys: ['a', 'b'], stopped: false });
    await turns[1]!.end();
    expect(stopped).toBe(true);
    expect(turns[1]!.signal.aborted).toBe(false);
  });

  it('stop aborts what takes longer than the grace', async () => {
    const { scheduler, turns, clock } = createBench();
    scheduler.add('a');
    void scheduler.stop(10_000);
    clock.advance(10_000);
    expect(turns[0]!.signal.aborted).toBe(true);
    await turns[0]!.end();
  });
});

type Step = readonly ['add' | 'wake' | 'remove' | 'end' | 'advance', number];

describe('any order of things', () => {
  it('never gives two turns of one item at once, and loses no wake-up', async () => {
    const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom('add', 'wake', 'remove', 'end', 'advance'), fc.nat(4));
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (steps, concurrency) => {
      const { scheduler, turns, clock } = createBench({ concurrency });
      const open = new Set<Turn>();
      const wanted = new Set<string>();
      let seen = 0;
      const take = (): void => {
        for (const turn of turns.slice(seen)) {
          expect([...open].map(({ key }) => key)).not.toContain(turn.key);
          open.add(turn);
          wanted.delete(turn.key);
        }
        seen = turns.length;
      };
      for (const [action, at] of steps) {
        const key = 'abcde'[at]!;
        if (action === 'end') {
          const turn = [...open][at];
          if (turn === undefined) continue;
          open.delete(turn);
          await turn.end(clock.now() + 1_000);
        } else if (action === 'advance') clock.advance(at * 400);
        else {
          if (action === 'add') wanted.add(key);
          if (action === 'remove') wanted.delete(key);
          scheduler[action](key);
        }
        await settle();
        take();
      }
      while (open.size > 0) {
        const [turn] = open;
        open.delete(turn!);
        await turn!.end();
        take();
      }
      expect([...wanted]).toEqual([]);
      await scheduler.idle();
    }));
  });
});
