import { CanaryError } from '@flagger/sdk';
import type { Clock } from '@flagger/sdk';

/** Runs `work` with a signal that also aborts after `timeoutMs` of the clock. @throws CanaryError TimedOut */
export async function withDeadline<T>(clock: Clock, timeoutMs: number, signal: AbortSignal, work: (limited: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController();
  const cancel = clock.after(timeoutMs, () => deadline.abort(new CanaryError('TimedOut', 'later', `no answer within ${timeoutMs / 1000} s`)));
  try {
    return await work(AbortSignal.any([signal, deadline.signal]));
  } finally {
    cancel();
  }
}
