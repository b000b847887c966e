import { randomUUID } from 'node:crypto';
import type { Clock } from '@flagger/sdk';

/** The machine's clock. */
export const hostClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  uuid: () => randomUUID(),
};
