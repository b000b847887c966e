import type { Pacer } from '../golden/api-lab.ts';

/** Real time: things happen by themselves. */
export const wallClock: Pacer = {
  now: () => performance.timeOrigin + performance.now(),
  settle: () => Promise.resolve(),
  step: () => new Promise(resolve => void setTimeout(resolve, 250)),
};
