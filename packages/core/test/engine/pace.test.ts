import { describe, expect, it } from '@jest/globals';
import type { Canary, CanaryAnalysis, CanaryStatus } from '@flagger/sdk';
import { nextWake, Pace } from '../../src/engine/pace.ts';

const AT = Date.parse('2026-05-01T10:00:00Z');
const NOW = AT + 4_000;

const dueAt = (status: CanaryStatus, analysis: CanaryAnalysis = {}): number | undefined => {
  const spec: Canary['spec'] = { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis };
  const canary: Canary = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo' }, spec, status: { lastTransitionTime: '2026-05-01T10:00:00Z', ...status } };
  return Pace.resume(canary, NOW).dueAt(10_000);
};

describe('the pace of a canary that another process ran', () => {
  it('goes on from the last transition, rounded up', () => {
    expect(dueAt({ phase: 'Progressing', canaryWeight: 20 })).toBe(AT + 999 + 10_000);
    expect(dueAt({ phase: 'Finalising' })).toBe(AT + 999 + 10_000);
  });

  it('is at once where a run has yet to begin', () => {
    expect(dueAt({ phase: 'Initialized' })).toBeUndefined();
    expect(dueAt({ phase: 'Progressing' })).toBeUndefined();
  });

  it('leaves a mirror a whole interval', () => {
    expect(dueAt({ phase: 'Progressing' }, { mirror: true })).toBe(NOW + 10_000);
  });
});

describe('when a canary is looked at next', () => {
  const at = { lookedAtMs: 99, nowMs: 105, intervalMs: 10 };

  it('is the first of the times that it waits for', () => {
    expect(nextWake([undefined, 130, 120], at)).toBe(120);
  });

  it('is at once where such a time came while it was looked at', () => {
    expect(nextWake([100], at)).toBe(105);
  });

  it('is an interval from now where it waits for nothing', () => {
    expect([nextWake([], at), nextWake([99, undefined], at)]).toEqual([115, 115]);
  });
});
