import type { CancelTimer, Clock } from '@flagger/sdk';
import { createRandom, uuidFrom } from './seeded-random.ts';
import { TimerQueue } from './timer-queue.ts';

/** A clock that moves only when it is told to. */
export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, running each timer at its own moment. */
  advance(ms: number): void;
  /** When the next timer fires, in milliseconds since the epoch; undefined where none waits. */
  nextTimerAt(): number | undefined;
  /** Moves time to the next timer and runs it; false where none waits. */
  runNext(): boolean;
  /** How many timers wait. */
  readonly pendingTimers: number;
}

/** Where a virtual clock begins. */
export interface VirtualClockOptions {
  /** Milliseconds since the epoch; by default 2026-01-01T00:00:00Z. */
  readonly start?: number;
  /** Chance is the same for the same seed; by default 1. */
  readonly seed?: number;
}

const DEFAULT_START = Date.UTC(2026, 0, 1);

/**
 * Creates a clock for tests: time stands still until `advance` or `runNext`, and chance repeats with its seed.
 *
 * @example
 * const clock = createVirtualClock();
 * clock.after(5_000, () => console.log('five seconds later'));
 * clock.advance(5_000);
 */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const timers = new TimerQueue();
  const random = createRandom(options.seed ?? 1);
  let now = options.start ?? DEFAULT_START;

  const runNext = (): boolean => {
    const timer = timers.takeFirst();
    if (timer === undefined) return false;
    now = Math.max(now, timer.at);
    timer.run();
    return true;
  };

  return {
    now: () => now,
    after: (delayMs: number, run: () => void): CancelTimer => timers.add(now + Math.max(0, delayMs), run),
    random,
    uuid: () => uuidFrom(random),
    advance: (ms: number): void => {
      const end = now + ms;
      for (let next = timers.firstAt(); next !== undefined && next <= end; next = timers.firstAt()) runNext();
      now = Math.max(now, end);
    },
    nextTimerAt: () => timers.firstAt(),
    runNext,
    get pendingTimers() {
      return timers.size;
    },
  };
}
