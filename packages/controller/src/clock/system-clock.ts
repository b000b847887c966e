import { randomUUID } from 'node:crypto';
import type { Clock } from '@flagger/sdk';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock; with `speed` 60 a minute passes in a second. */
export function createSystemClock(speed = 1): Clock {
  const startMs = Date.now();
  return {
    now: () => startMs + Math.round((Date.now() - startMs) * speed),
    after: (delayMs, run) => {
      const timer = setTimeout(run, Math.min(Math.max(0, delayMs) / speed, LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    uuid: () => randomUUID(),
  };
}
