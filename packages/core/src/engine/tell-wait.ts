import type { CanaryPhase, CanaryStatus } from '@flagger/sdk';
import type { Decision } from '../decide/decide.ts';
import { toldWait, withAdvancing } from '../status/advancing-condition.ts';
import type { WaitTimes } from '../status/advancing-condition.ts';
import { INTERVAL } from '../status/wait.ts';
import type { NextWait } from '../status/wait.ts';

/** Nothing is under way. */
const RESTING: readonly (CanaryPhase | '')[] = ['Initialized', 'Succeeded', 'Failed', 'Terminating', 'Terminated'];

/** The status with the condition `Advancing` as a turn that came to its end found it; the very same status where that is no news. */
export function tellWait(status: CanaryStatus, decision: Decision, { intervalMs, ...times }: WaitTimes & { readonly intervalMs: number }): CanaryStatus {
  const next = waitAfter(decision, status);
  if (typeof next !== 'string') {
    const told = toldWait(status);
    // Texts of readiness change with every pod.
    const isNews = told?.reason !== next.reason || (told.message !== next.message && !(times.nowMs < told.toldAtMs + intervalMs));
    if (!isNews) return status;
  }
  return withAdvancing(status, next, times);
}

function waitAfter(decision: Decision, status: CanaryStatus): NextWait {
  if (decision.next === 'end' && decision.waits !== undefined) return decision.waits;
  if (RESTING.includes(status.phase ?? '')) return 'none';
  if (decision.next === 'end') return decision.rule.pace === 'interval' ? INTERVAL : 'as-before';
  const told = toldWait(status)?.reason;
  // Nothing stood in the way: what is ready again was seen on the way here, what a check said stands until the next.
  return told === 'CanaryNotReady' || told === 'PrimaryNotReady' ? INTERVAL : 'as-before';
}
