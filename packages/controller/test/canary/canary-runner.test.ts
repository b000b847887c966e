import { describe, expect, it } from '@jest/globals';
import type { LiveStore } from '@flagger/cluster';
import type { Reconciler, TickResult } from '@flagger/core';
import { CanaryError } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import type { VirtualClock } from '@flagger/testkit';
import { Registry } from 'prom-client';
import type { CanaryEngines } from '../../src/canary/canary-engines.ts';
import { CanaryRunner } from '../../src/canary/canary-runner.ts';
import { silentLogger } from '../../src/logging/silent-logger.ts';
import { declareOperatorSeries } from '../../src/recorder/operator-series.ts';
import { Dependencies } from '../../src/run/dependencies.ts';
import { RolloutLimits } from '../../src/run/rollout-limits.ts';
import { canaryWith } from './subject.ts';

const KEY = 'test/web';
const never = new AbortController().signal;

interface Bench {
  readonly clock: VirtualClock;
  readonly runner: CanaryRunner;
  readonly events: string[];
}

/** A runner whose engine does what the test says. */
function createBench(tick: Reconciler['tick'], get: () => Promise<Canary | undefined> = () => Promise.resolve(canaryWith())): Bench {
  const clock = createVirtualClock();
  const events: string[] = [];
  const unused = (): never => { throw new Error('unused'); };
  const runner = new CanaryRunner({
    store: { get } as unknown as LiveStore,
    engines: { admit: () => ({ reconciler: { tick }, doubts: () => Promise.resolve([]) }), forget: () => undefined } as unknown as CanaryEngines,
    dependencies: new Dependencies([]),
    limits: new RolloutLimits({ all: 0, perNamespace: 0 }, clock),
    series: declareOperatorSeries(new Registry(), { queued: () => 0, watchRestarts: () => new Map() }),
    admission: {
      clock, logger: silentLogger, writer: { writeStatus: unused, setFinalizer: unused, removeAnnotation: unused },
      events: { record: ({ type, message }) => events.push(`${type} ${message}`) },
    },
  });
  return { clock, runner, events };
}

const failing = (clock: () => number, error: Error): Reconciler['tick'] => () => Promise.resolve<TickResult>({ wakeAt: clock() + 10_000, failure: error });

describe('the next look', () => {
  it('is when the engine says', async () => {
    const { runner } = createBench(() => Promise.resolve({ wakeAt: 42 }));
    expect(await runner.run(KEY, never)).toBe(42);
  });

  it('is never where the canary is gone', async () => {
    const { runner } = createBench(() => Promise.reject(new Error('unused')), () => Promise.resolve(undefined));
    expect(await runner.run(KEY, never)).toBeUndefined();
  });

  it('comes sooner after a failure that may pass, but not sooner than the interval', async () => {
    const error = new CanaryError('ApiUnavailable', 'later', 'down');
    const bench: Bench = createBench(failing(() => bench.clock.now(), error));
    const waits: number[] = [];
    for (let look = 0; look < 6; look += 1) waits.push(((await bench.runner.run(KEY, never)) ?? 0) - bench.clock.now());
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(bench.events).toEqual([]);
  });

  it('waits the interval after a failure that only a change can mend', async () => {
    const bench: Bench = createBench(failing(() => bench.clock.now(), new CanaryError('Invalid', 'never', 'no')));
    expect(await bench.runner.run(KEY, never)).toBe(bench.clock.now() + 10_000);
  });

  it('starts at one second again after a success or when the canary is new', async () => {
    let ok = false;
    const bench: Bench = createBench((canary, signal) =>
      ok ? Promise.resolve({ wakeAt: undefined }) : failing(() => bench.clock.now(), new Error('x'))(canary, signal));
    const look = async (): Promise<number> => ((await bench.runner.run(KEY, never)) ?? 0) - bench.clock.now();
    expect([await look(), await look()]).toEqual([1_000, 2_000]);
    bench.runner.forget(KEY);
    expect([await look(), await look()]).toEqual([1_000, 2_000]);
    ok = true;
    await look();
    ok = false;
    expect(await look()).toBe(1_000);
  });
});

describe('what the engine does not tell', () => {
  it('a tick that hangs is cut off and told', async () => {
    const begun = Promise.withResolvers<void>();
    const bench = createBench((_canary, signal) => new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      begun.resolve();
    }));
    const look = bench.runner.run(KEY, never);
    await begun.promise;
    bench.clock.advance(119_999);
    expect(bench.events).toEqual([]);
    bench.clock.advance(1);
    expect(await look).toBe(bench.clock.now() + 1_000);
    expect(bench.events).toEqual(['Warning no end after 120s; the tick was cut off']);
    expect(bench.clock.pendingTimers).toBe(0);
  });

  it('a bug is told and tried again', async () => {
    const bench = createBench(() => Promise.reject(new TypeError('x is undefined')));
    expect(await bench.runner.run(KEY, never)).toBe(bench.clock.now() + 1_000);
    expect(bench.events).toEqual(['Warning x is undefined']);
  });

  it('a cache that cannot be read is no event: there is no canary to tell it on', async () => {
    const bench = createBench(() => Promise.reject(new Error('unused')), () => Promise.reject(new CanaryError('ApiUnavailable', 'later', 'down')));
    expect(await bench.runner.run(KEY, never)).toBe(bench.clock.now() + 1_000);
    expect(bench.events).toEqual([]);
  });

  it('an operator that stops says nothing', async () => {
    const stop = new AbortController();
    const bench = createBench(() => {
      stop.abort(new Error('stop'));
      return Promise.reject(new Error('stop'));
    });
    expect(await bench.runner.run(KEY, stop.signal)).toBeUndefined();
    expect(bench.events).toEqual([]);
  });
});
