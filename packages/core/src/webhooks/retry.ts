import type { CanaryError, HttpResponse } from '@flagger/sdk';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** Whether another attempt may go better: after a 429, and 5xx but for 501. @source go-retryablehttp DefaultRetryPolicy */
export function mayPass({ status }: HttpResponse): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/**
 * How long to wait after an attempt: as long as `Retry-After` of a 429 or 503 asks, or 1s, 2s, 4s and so on.
 *
 * @source go-retryablehttp DefaultBackoff
 * @differs a `Retry-After` holds a release up for 30 seconds at most: `hooks.test.ts` "no receiver holds a release up"
 */
export function retryWaitMs(attempt: number, answer: HttpResponse | CanaryError, nowMs: number): number {
  const askedMs = answer instanceof Error || ![429, 503].includes(answer.status) ? undefined : readRetryAfter(answer.headers['retry-after'], nowMs);
  return Math.min(LONGEST_WAIT_MS, askedMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1));
}

/** Milliseconds that a header with seconds or a date asks for. */
function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
