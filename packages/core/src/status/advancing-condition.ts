import type { CanaryCondition, CanaryStatus } from '@flagger/sdk';
import { timestamp } from './timestamp.ts';
import type { NextWait } from './wait.ts';

const TYPE = 'Advancing';
const NEXT_LOOK = '; looks again at ';

/** When the condition is written, and when the canary is looked at again at the latest. */
export interface WaitTimes {
  readonly nowMs: number;
  readonly nextLookMs: number;
}

/** A wait as the status tells it. */
export interface ToldWait {
  readonly reason: string;
  /** Without the time of the next look. */
  readonly message: string;
  readonly toldAtMs: number;
  /** Since when the run has not gone on, or has. */
  readonly sinceMs: number;
}

/** What the status says the canary waits for, if it says so. */
export function toldWait(status: CanaryStatus): ToldWait | undefined {
  const found = status.conditions?.find(({ type }) => type === TYPE);
  if (found === undefined) return undefined;
  const { reason, message = '', lastUpdateTime = '', lastTransitionTime = '' } = found;
  return { reason, message: message.split(NEXT_LOOK)[0] ?? '', toldAtMs: Date.parse(lastUpdateTime), sinceMs: Date.parse(lastTransitionTime) };
}

/** Whether the run rests by somebody's wish. The condition also tells it where an older schema drops the field. */
export function isPaused(status: CanaryStatus | undefined): boolean {
  return status !== undefined && (status.paused === true || toldWait(status)?.reason === 'Paused');
}

/**
 * The status with the condition `Advancing`, behind `Promoted`: True where only time is awaited.
 *
 * @differs Flagger has no condition for it: `advancing-condition.test.ts` "puts the condition behind Promoted and leaves the others"
 */
export function withAdvancing(status: CanaryStatus, next: NextWait, { nowMs, nextLookMs }: WaitTimes): CanaryStatus {
  if (next === 'as-before') return status;
  if (next === 'none') return withoutAdvancing(status);
  const nowText = timestamp(nowMs);
  const value = next.reason === 'Interval' ? 'True' : 'False';
  const old = status.conditions?.find(({ type }) => type === TYPE);
  const condition: CanaryCondition = {
    type: TYPE,
    status: value,
    reason: next.reason,
    // Never earlier than the look itself.
    message: `${next.message}${NEXT_LOOK}${timestamp(nextLookMs + 999)}`,
    lastUpdateTime: nowText,
    lastTransitionTime: old?.status === value ? (old.lastTransitionTime ?? nowText) : nowText,
  };
  const others = status.conditions?.filter(({ type }) => type !== TYPE) ?? [];
  const behind = others.findIndex(({ type }) => type === 'Promoted') + 1;
  return { ...status, conditions: [...others.slice(0, behind), condition, ...others.slice(behind)] };
}

function withoutAdvancing(status: CanaryStatus): CanaryStatus {
  const { conditions = [], ...rest } = status;
  const others = conditions.filter(({ type }) => type !== TYPE);
  if (others.length === conditions.length) return status;
  return others.length > 0 ? { ...rest, conditions: others } : rest;
}
