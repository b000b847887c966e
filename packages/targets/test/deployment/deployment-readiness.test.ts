import { describe, expect, it } from '@jest/globals';
import { deploymentReadiness } from '../../src/deployment/deployment-readiness.ts';
import type { DeploymentPatience } from '../../src/deployment/deployment-readiness.ts';
import { deployment, NOON_MS } from '../support/world.ts';

const PATIENCE: DeploymentPatience = { nowMs: NOON_MS, deadlineSeconds: 60, thresholdPercent: 100 };
const DONE = { observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
const unavailableSince = (lastUpdateTime: string): object[] => [
  { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' },
  { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', lastUpdateTime },
];

const of = (status: object, patience: Partial<DeploymentPatience> = {}, spec: object = {}) =>
  deploymentReadiness(deployment({ metadata: { generation: 3 }, status: { ...DONE, ...status }, spec }), { ...PATIENCE, ...patience });

describe('deploymentReadiness', () => {
  it('is ready when every replica is updated and available', () => {
    expect(of({})).toEqual({ state: 'ready' });
  });

  it.each<[string, object]>([
    ['observed deployment generation less than desired generation', { observedGeneration: 2 }],
    ['0 out of 2 new replicas have been updated', { updatedReplicas: undefined }],
    ['1 out of 2 new replicas have been updated', { updatedReplicas: 1 }],
    ['3 old replicas are pending termination', { replicas: 5 }],
    ['1 of 2 (readyThreshold 100%) updated replicas are available', { availableReplicas: 1 }],
  ])('waits: %s', (text, status) => {
    expect(of(status)).toEqual({ state: 'waiting', reason: `waiting for rollout to finish: ${text}` });
  });

  it.each([
    [50, 2, 1, true],
    [99, 1, 0, true],
    [50, 3, 1, true],
    [67, 3, 1, false],
    [29, 100, 29, true],
  ])('with a threshold of %i%% of %i pods, %i available is ready: %s', (thresholdPercent, updatedReplicas, availableReplicas, ready) => {
    const status = { replicas: updatedReplicas, updatedReplicas, availableReplicas };
    const found = of(status, { thresholdPercent }, { replicas: updatedReplicas });
    expect(found.state === 'ready').toBe(ready);
  });

  it('counts a Deployment at zero as ready', () => {
    expect(of({ replicas: 0, updatedReplicas: 0, availableReplicas: 0 }, {}, { replicas: 0 })).toEqual({ state: 'ready' });
  });

  it('is stuck when the Deployment itself says so', () => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    expect(of({ availableReplicas: 0, conditions })).toEqual({ state: 'stuck', reason: 'deployment "podinfo" exceeded its progress deadline' });
  });

  it.each([
    ['2026-01-01T11:58:59Z', 'stuck'],
    ['2026-01-01T11:59:00Z', 'waiting'],
    ['2026-01-01T11:59:30Z', 'waiting'],
  ])('with too few replicas since %s is %s', (since, state) => {
    expect(of({ availableReplicas: 0, conditions: unavailableSince(since) }).state).toBe(state);
  });

  it('is not stuck without a Progressing condition', () => {
    expect(of({ availableReplicas: 0, conditions: unavailableSince('2026-01-01T00:00:00Z').slice(1) }).state).toBe('waiting');
  });

  it('is never stuck over a generation that was not seen yet', () => {
    expect(of({ observedGeneration: 2, conditions: unavailableSince('2026-01-01T00:00:00Z') }).state).toBe('waiting');
  });
});
