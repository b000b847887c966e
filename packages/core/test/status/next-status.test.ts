import { describe, expect, it } from '@jest/globals';
import { CANARY_PHASES } from '@flagger/sdk';
import type { CanaryStatus } from '@flagger/sdk';
import { nextStatus } from '../../src/status/next-status.ts';
import type { StatusChange } from '../../src/status/status-change.ts';

const NOW = Date.parse('2026-05-01T10:00:00Z');
const revision = { hash: 'v1-new', trackedConfigs: { 'configmap/settings': 'aa' }, equalsPrimary: false };
const after = (old: CanaryStatus, change: StatusChange, iterations = 0): CanaryStatus => nextStatus(old, change, { nowMs: NOW, kind: 'Deployment', iterations, revision });
const running: CanaryStatus = { phase: 'Progressing', canaryWeight: 40, iterations: 2, failedChecks: 1, lastAppliedSpec: 'v1-old', lastPromotedSpec: 'v1-first' };

describe('nextStatus', () => {
  it('sync begins a run: counters are zero, the current revision is the applied one', () => {
    expect(after(running, { kind: 'sync', phase: 'Progressing' })).toMatchObject({
      phase: 'Progressing', canaryWeight: 0, iterations: 0, failedChecks: 0, lastAppliedSpec: 'v1-new', lastPromotedSpec: 'v1-first', trackedConfigs: revision.trackedConfigs,
    });
  });

  it('sync to Initialized makes the current revision the promoted one', () => {
    expect(after({}, { kind: 'sync', phase: 'Initialized' }).lastPromotedSpec).toBe('v1-new');
  });

  it('a sync drops tracked configs where none are tracked: absent and empty differ', () => {
    const facts = { nowMs: NOW, kind: 'Service', iterations: 0, revision: { ...revision, trackedConfigs: undefined } };
    expect(nextStatus({ trackedConfigs: { 'secret/a': '1' } }, { kind: 'sync', phase: 'Progressing' }, facts)).not.toHaveProperty('trackedConfigs');
  });

  it.each([
    ['Promoting', { canaryWeight: 40, iterations: 2 }],
    ['Waiting', { canaryWeight: 40, iterations: 2 }],
    ['WaitingPromotion', { canaryWeight: 0, iterations: 4 }],
    ['Finalising', { canaryWeight: 0, iterations: 0 }],
    ['Succeeded', { canaryWeight: 0, iterations: 0, lastPromotedSpec: 'v1-old' }],
  ] as const)('phase %s keeps or resets the counters as Flagger does', (phase, expected) => {
    expect(after(running, { kind: 'phase', phase }, 5)).toMatchObject({ phase, failedChecks: 1, ...expected });
  });

  it('WaitingPromotion of a weighted canary has iterations -1', () => {
    expect(after(running, { kind: 'phase', phase: 'WaitingPromotion' }).iterations).toBe(-1);
  });

  it('the condition follows the phase, and keeps its transition time while its status stays', () => {
    const first = after({}, { kind: 'phase', phase: 'Initializing' });
    expect(first.conditions).toEqual([
      {
        type: 'Promoted', status: 'Unknown', reason: 'Initializing', message: 'New Deployment detected, starting initialization.',
        lastUpdateTime: '2026-05-01T10:00:00Z', lastTransitionTime: '2026-05-01T10:00:00Z',
      },
    ]);
    const later = nextStatus(first, { kind: 'phase', phase: 'Progressing' }, { nowMs: NOW + 60_000, kind: 'Deployment', iterations: 0, revision });
    expect(later.conditions?.[0]).toMatchObject({ reason: 'Progressing', lastUpdateTime: '2026-05-01T10:01:00Z', lastTransitionTime: '2026-05-01T10:00:00Z' });
  });

  it('other conditions stay beside Promoted', () => {
    const other = { type: 'Accepted', status: 'False', reason: 'InvalidSpec' } as const;
    expect(after({ conditions: [other] }, { kind: 'phase', phase: 'Failed' }).conditions?.map(c => c.type)).toEqual(['Promoted', 'Accepted']);
  });

  it('every change but that of revisions alone is a transition', () => {
    const changes: StatusChange[] = [{ kind: 'weight', canaryWeight: 1 }, { kind: 'iterations', iterations: 1 }, { kind: 'failedChecks', failedChecks: 1 }];
    const times = changes.map(change => after({}, change).lastTransitionTime);
    expect(new Set(times)).toEqual(new Set(['2026-05-01T10:00:00Z']));
    expect(after({}, { kind: 'revisions', lastAppliedSpec: 'a', lastPromotedSpec: 'b' })).not.toHaveProperty('lastTransitionTime');
  });

  it.each(CANARY_PHASES)('phase %s has a condition with its name as reason', phase => {
    expect(after({}, { kind: 'phase', phase }).conditions?.[0]?.reason).toBe(phase);
  });
});

describe('what Flagger has not', () => {
  it('a pause ends with its run and with its phase, and is no transition', () => {
    const paused = after(running, { kind: 'pause', paused: true });
    expect(paused).toEqual({ ...running, paused: true });
    expect(after(paused, { kind: 'weight', canaryWeight: 60 }).paused).toBe(true);
    expect(after(paused, { kind: 'pause', paused: false })).toEqual(running);
    for (const change of [{ kind: 'sync', phase: 'Progressing' }, { kind: 'phase', phase: 'Promoting' }] as const) expect(after(paused, change)).not.toHaveProperty('paused');
  });

  it('a failed check is kept until the next run begins', () => {
    const failed = after(running, { kind: 'failedChecks', failedChecks: 2, check: { metric: 'rate', value: 80, limit: '< 99%', query: 'q' } });
    expect(failed.lastFailedCheck).toEqual({ metric: 'rate', value: 80, limit: '< 99%', query: 'q', at: '2026-05-01T10:00:00Z' });
    const over = after(failed, { kind: 'sync', phase: 'Failed' });
    expect(over.lastFailedCheck).toEqual(failed.lastFailedCheck);
    expect(after(over, { kind: 'sync', phase: 'Progressing' })).not.toHaveProperty('lastFailedCheck');
  });

  it('a verb is noted beside the change that it led to', () => {
    const verb = { verb: 'promote', revision: 'v1-old', by: 'kubectl-annotate' } as const;
    const status = nextStatus(running, { kind: 'phase', phase: 'Promoting' }, { nowMs: NOW, kind: 'Deployment', iterations: 0, revision, verb });
    expect(status).toMatchObject({ phase: 'Promoting', lastVerb: { ...verb, at: '2026-05-01T10:00:00Z' } });
  });
});
