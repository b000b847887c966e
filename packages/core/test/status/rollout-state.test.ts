import { describe, expect, it } from '@jest/globals';
import { CANARY_PHASES } from '@flagger/sdk';
import type { Canary, CanaryCondition, CanaryStatus } from '@flagger/sdk';
import { rolloutState } from '../../src/status/rollout-state.ts';

const advancing = (reason: string): CanaryCondition =>
  ({ type: 'Advancing', status: 'False', reason, message: 'm; looks again at 2026-01-01T12:00:10Z', lastUpdateTime: '2026-01-01T12:00:05Z', lastTransitionTime: '2026-01-01T12:00:00Z' });

function canary(status: CanaryStatus | undefined, change: { spec?: object; metadata?: object } = {}): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test', ...change.metadata },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: {}, ...change.spec },
    ...(status && { status }),
  };
}

describe('rolloutState', () => {
  it('counts the phases of a run', () => {
    expect(CANARY_PHASES.filter(phase => rolloutState(canary({ phase })).does === 'run')).toEqual(['Progressing', 'WaitingPromotion', 'Promoting', 'Finalising']);
  });

  it.each<[string, Canary]>([
    ['paused', canary({ phase: 'Progressing', paused: true })],
    ['paused where the schema drops the field', canary({ phase: 'Progressing', conditions: [advancing('Paused')] })],
    ['suspended', canary({ phase: 'Promoting' }, { spec: { suspend: true } })],
    ['being deleted', canary({ phase: 'Finalising' }, { metadata: { deletionTimestamp: '2026-01-01T12:00:00Z' } })],
    ['new', canary(undefined)],
    ['waiting for something else', canary({ phase: 'Succeeded', conditions: [advancing('PrimaryNotReady')] })],
    ['suspended in the queue', canary({ phase: 'Waiting', conditions: [advancing('RolloutLimit')] }, { spec: { suspend: true } })],
  ])('lets one that is %s rest', (_, subject) => {
    expect(rolloutState(subject)).toEqual({ does: 'rest' });
  });

  it.each(['Initialized', 'Waiting', 'Succeeded', 'Failed'] as const)('knows since when one in phase %s waits', phase => {
    expect(rolloutState(canary({ phase, conditions: [advancing('RolloutLimit')] }))).toEqual({ does: 'wait', sinceMs: Date.parse('2026-01-01T12:00:00Z') });
  });
});
