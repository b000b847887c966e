import { describe, expect, it } from '@jest/globals';
import type { Canary, CanaryAnalysis, CanaryStatus } from '@flagger/sdk';
import { Pace } from '../../src/engine/pace.ts';

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
