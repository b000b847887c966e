import { sleep } from '@flagger/sdk';
import type { Clock } from '@flagger/sdk';

/** Waits for `work`, but not longer than `limitMs`; whether it ended in time. The signal tells it to give up. */
export async function within(clock: Clock, limitMs: number, work: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  const limit = new AbortController();
  const ended = new AbortController();
  const late = sleep(clock, limitMs, ended.signal).then(() => false, () => true);
  const inTime = work(limit.signal).then(() => true);
  try {
    return await Promise.race([inTime, late]);
  } finally {
    ended.abort();
    limit.abort();
    // When the limit came first, nobody waits for the work any more.
    inTime.catch(() => undefined);
  }
}
