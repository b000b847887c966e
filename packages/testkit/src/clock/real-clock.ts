import { randomUUID } from 'node:crypto';
import type { Clock } from '@flagger/sdk';

/** How fast a real clock runs. */
export interface RealClockOptions {
  /** Seconds of the clock in a second of real time; by default 1. */
  readonly speed?: number;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Creates a clock on real time; with `speed: 60` a minute passes in a second. */
export function createRealClock(options: RealClockOptions = {}): Clock {
  const speed = options.speed ?? 1;
  const start = Date.now();
  return {
    now: () => start + Math.round((Date.now() - start) * speed),
    after: (delayMs, run) => {
      const timer = setTimeout(run, Math.min(delayMs / speed, LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    uuid: () => randomUUID(),
  };
}
