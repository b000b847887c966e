import { randomUUID } from 'node:crypto';
import type { Clock } from '@flagger/sdk';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    uuid: () => randomUUID(),
  };
}
