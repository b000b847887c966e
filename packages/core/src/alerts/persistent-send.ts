import { isCanaryError } from '@flagger/sdk';
import type { CanaryError, Clock } from '@flagger/sdk';
import type { Send } from '../webhooks/outbox.ts';

/** Waits between attempts; most channels that limit their senders do so for less than half a minute. */
const WAITS_MS = [1000, 2000, 4000, 8000, 16_000];

/** One message, and who hears what becomes of it. */
export interface Delivery {
  readonly attempt: (signal: AbortSignal) => Promise<void>;
  readonly sent: () => void;
  /** The first attempt failed. */
  readonly failed: (error: CanaryError) => void;
  /** There is no further attempt; where the operator `ends`, one might have helped. */
  readonly lost: (error: CanaryError, last: { readonly attempts: number; readonly ends: boolean }) => void;
}

/** Tries a message again after failures that may pass, ever more patiently. */
export function persistentSend({ attempt, sent, failed, lost }: Delivery, clock: Clock): Send {
  let failures = 0;
  return async (signal, isLast) => {
    try {
      await attempt(signal);
    } catch (error) {
      if (!isCanaryError(error)) throw error;
      signal.throwIfAborted();
      failures += 1;
      if (failures === 1) failed(error);
      const waitMs = error.retry === 'never' ? undefined : WAITS_MS[failures - 1];
      if (waitMs !== undefined && !isLast) return resume => clock.after(waitMs, resume);
      lost(error, { attempts: failures, ends: waitMs !== undefined });
      return undefined;
    }
    sent();
    return undefined;
  };
}
