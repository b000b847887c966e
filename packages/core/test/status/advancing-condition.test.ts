import { describe, expect, it } from '@jest/globals';
import type { CanaryCondition, CanaryStatus } from '@flagger/sdk';
import { isPaused, toldWait, withAdvancing } from '../../src/status/advancing-condition.ts';
import { expectedWait } from '../../src/status/expected-wait.ts';
import type { StatusChange } from '../../src/status/status-change.ts';
import { INTERVAL, PAUSED } from '../../src/status/wait.ts';
import type { NextWait } from '../../src/status/wait.ts';

const NOW = Date.parse('2026-05-01T10:00:00Z');
const promoted: CanaryCondition = { type: 'Promoted', status: 'Unknown', reason: 'Progressing' };
const foreign: CanaryCondition = { type: 'Reconciled', status: 'False', reason: 'NotFound' };
const running: CanaryStatus = { phase: 'Progressing', conditions: [promoted, foreign] };
const after = (status: CanaryStatus, next: NextWait, laterMs = 0): CanaryStatus => withAdvancing(status, next, { nowMs: NOW + laterMs, nextLookMs: NOW + laterMs + 10_250 });
const advancing = (status: CanaryStatus): CanaryCondition | undefined => status.conditions?.find(({ type }) => type === 'Advancing');

describe('withAdvancing', () => {
  it('puts the condition behind Promoted and leaves the others', () => {
    expect(after(running, INTERVAL).conditions?.map(({ type }) => type)).toEqual(['Promoted', 'Advancing', 'Reconciled']);
    expect(after({}, INTERVAL).conditions?.map(({ type }) => type)).toEqual(['Advancing']);
  });

  it('is True where only time is awaited, and names no time before the next look', () => {
    expect(advancing(after(running, INTERVAL))).toEqual({
      type: 'Advancing', status: 'True', reason: 'Interval', message: 'the next check is not due yet; looks again at 2026-05-01T10:00:11Z',
      lastUpdateTime: '2026-05-01T10:00:00Z', lastTransitionTime: '2026-05-01T10:00:00Z',
    });
    expect(advancing(after(running, PAUSED))).toMatchObject({ status: 'False', reason: 'Paused' });
  });

  it('has a transition only where the status changes', () => {
    const first = after(running, INTERVAL);
    expect(advancing(after(first, INTERVAL, 5000))).toMatchObject({ lastUpdateTime: '2026-05-01T10:00:05Z', lastTransitionTime: '2026-05-01T10:00:00Z' });
    expect(advancing(after(first, PAUSED, 5000))).toMatchObject({ lastTransitionTime: '2026-05-01T10:00:05Z' });
  });

  it('goes where nothing is under way, and touches nothing where it was not or stays', () => {
    expect(after(after(running, INTERVAL), 'none')).toEqual(running);
    expect(after(after({ phase: 'Failed' }, INTERVAL), 'none')).toEqual({ phase: 'Failed' });
    expect(after(running, 'none')).toBe(running);
    expect(after(running, 'as-before')).toBe(running);
  });

  it('is read back without the time', () => {
    expect(toldWait(after(running, PAUSED))).toEqual({ ...PAUSED, toldAtMs: NOW, sinceMs: NOW });
    expect(toldWait(running)).toBeUndefined();
  });
});

describe('isPaused', () => {
  it('is told by the field, or by the condition where the schema drops the field', () => {
    expect([isPaused(undefined), isPaused(running), isPaused({ paused: true }), isPaused(after(running, PAUSED))]).toEqual([false, false, true, true]);
  });
});

describe('expectedWait', () => {
  const rows: [StatusChange, string][] = [
    [{ kind: 'sync', phase: 'Progressing' }, 'CanaryNotReady'], [{ kind: 'sync', phase: 'Failed' }, 'none'], [{ kind: 'sync', phase: 'Initialized' }, 'none'],
    [{ kind: 'phase', phase: 'Initializing' }, 'PrimaryNotReady'], [{ kind: 'phase', phase: 'Promoting' }, 'PrimaryNotReady'],
    [{ kind: 'phase', phase: 'Finalising' }, 'Interval'], [{ kind: 'phase', phase: 'Succeeded' }, 'none'], [{ kind: 'phase', phase: 'Terminating' }, 'none'],
    [{ kind: 'weight', canaryWeight: 20 }, 'Interval'], [{ kind: 'iterations', iterations: 1 }, 'Interval'],
    [{ kind: 'pause', paused: true }, 'Paused'], [{ kind: 'pause', paused: false }, 'Interval'],
    [{ kind: 'revisions', lastAppliedSpec: 'a', lastPromotedSpec: 'a' }, 'as-before'],
  ];

  it.each(rows)('%j: %s', (change, expected) => {
    const next = expectedWait(running, change);
    expect(typeof next === 'string' ? next : next.reason).toBe(expected);
  });

  it('a step by hand leaves a pause', () => {
    expect(expectedWait(after(running, PAUSED), { kind: 'weight', canaryWeight: 20 })).toBe(PAUSED);
  });
});
