import type { CanaryCondition, CanaryStatus } from '@flagger/sdk';
import { timestamp } from './timestamp.ts';

/**
 * Conditions that are there only while something is wrong, and then False. `Reconciled`: the canary could be looked at to the
 * end. `Checked`: its hooks and metrics could be asked.
 */
export type ProblemCondition = 'Reconciled' | 'Checked';

/** What is wrong. */
export interface Problem {
  /** One word in camel case, such as `NotFound`. */
  readonly reason: string;
  readonly message: string;
}

/** What a condition of the status says to be wrong, if it does. */
export function problemIn(status: CanaryStatus | undefined, type: ProblemCondition): Problem | undefined {
  const found = status?.conditions?.find(condition => condition.type === type && condition.status === 'False');
  return found && { reason: found.reason, message: found.message ?? '' };
}

/** The status with the condition False, behind the others; the very same status where it says so already. */
export function withProblem(status: CanaryStatus, type: ProblemCondition, { reason, message }: Problem, nowMs: number): CanaryStatus {
  const told = problemIn(status, type);
  if (told?.reason === reason && told.message === message) return status;
  const nowText = timestamp(nowMs);
  const condition: CanaryCondition = { type, status: 'False', reason, message, lastUpdateTime: nowText, lastTransitionTime: nowText };
  return { ...status, conditions: [...others(status, type), condition] };
}

/** The status without the condition; the very same status where it has none. */
export function withoutProblem(status: CanaryStatus, type: ProblemCondition): CanaryStatus {
  const left = others(status, type);
  if (left.length === (status.conditions?.length ?? 0)) return status;
  const { conditions: _all, ...rest } = status;
  return left.length > 0 ? { ...rest, conditions: left } : rest;
}

function others({ conditions = [] }: CanaryStatus, type: ProblemCondition): readonly CanaryCondition[] {
  return conditions.filter(condition => condition.type !== type);
}
