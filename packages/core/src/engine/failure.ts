import { isCanaryError } from '@flagger/sdk';
import type { Canary, ErrorCode } from '@flagger/sdk';
import { withProblem } from '../status/problem-condition.ts';
import { announce } from './announce.ts';
import type { Notices } from './notices.ts';
import { observe } from './observe.ts';
import type { CanaryPorts } from './ports.ts';
import type { TickResult } from './reconciler.ts';

/** What passes by itself: nobody needs to repair anything, and a condition would come and go. */
const PASSING: readonly ErrorCode[] = ['AlreadyExists', 'ApiUnavailable', 'Conflict', 'HttpFailed', 'TimedOut'];

/** What telling a failure needs. */
export interface FailureContext {
  readonly ports: CanaryPorts;
  readonly notices: Notices;
  /** As it stands in the API. */
  readonly canary: Canary;
  readonly signal: AbortSignal;
}

/**
 * The one place where a failed tick is told: a log line, an event and, where only a repair helps, the condition `Reconciled`.
 * A conflict only means that somebody was faster; what is pending is told once it lasts for an interval.
 *
 * @differs Flagger has no condition for it: `failure.test.ts` "until it is repaired"
 */
export async function tellFailure(error: unknown, context: FailureContext): Promise<TickResult> {
  const { ports, notices, canary } = context;
  const failure = error instanceof Error ? error : new Error(String(error));
  const code = isCanaryError(failure) ? failure.code : 'Unexpected';
  const now = ports.clock.now();
  const { intervalMs } = observe(canary, ports, true).analysis;
  if (code === 'Pending' && !notices.lasts(failure.message, now, intervalMs)) return { wakeAt: now + intervalMs, failure };
  if (code !== 'Conflict' && notices.admit(failure.message, now, intervalMs)) {
    announce(ports, canary, { type: 'Warning', level: 'error', message: failure.message });
  }
  if (!(PASSING as readonly string[]).includes(code)) await writeFailure({ reason: code, message: failure.message }, context);
  return { wakeAt: now + intervalMs, failure };
}

async function writeFailure(problem: { readonly reason: string; readonly message: string }, { ports, canary, signal }: FailureContext): Promise<void> {
  const status = canary.status ?? {};
  const next = withProblem(status, 'Reconciled', problem, ports.clock.now());
  if (next === status) return;
  try {
    await ports.writer.writeStatus(canary, next, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!isCanaryError(error)) throw error;
    ports.logger.warn('The failure could not be written to the status', { error: error.message });
  }
}
