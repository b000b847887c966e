import { describe, expect, it } from '@jest/globals';
import { statefulSetReadiness } from '../../src/stateful-set/stateful-set-readiness.ts';
import { NOON_MS, statefulSet } from '../support/world.ts';

const DONE = { observedGeneration: 0, replicas: 2, updatedReplicas: 2, availableReplicas: 2, currentRevision: 'podinfo-b', updateRevision: 'podinfo-b' };
const ROLLING = { currentRevision: 'podinfo-a', updateRevision: 'podinfo-b' };
const PATIENCE = { nowMs: NOON_MS, deadlineSeconds: 60, thresholdPercent: 100, since: '2026-01-01T11:59:30Z' };
const of = (status: object, { patience = {}, spec = {} }: { patience?: object; spec?: object } = {}) =>
  statefulSetReadiness(statefulSet({ spec, status: { ...DONE, ...status } }), { ...PATIENCE, ...patience });

describe('statefulSetReadiness', () => {
  it.each<[string, object, object]>([
    ['all pods updated and available', {}, {}],
    ['all pods updated, though the revisions differ until the controller has noted it', ROLLING, {}],
    ['no count of updated pods where the revisions are one', { updatedReplicas: 0 }, {}],
    ['as many available as the threshold asks for', { availableReplicas: 1 }, { patience: { thresholdPercent: 50 } }],
    ['no pods, and none wanted', { replicas: 0, updatedReplicas: 0, availableReplicas: 0 }, { spec: { replicas: 0 } }],
  ])('with %s is ready', (_, status, change) => {
    expect(of(status, change)).toEqual({ state: 'ready' });
  });

  it.each<[string, object, object]>([
    ['0 out of 2 new pods have been updated', { ...ROLLING, updatedReplicas: 0 }, {}],
    ['1 out of 2 new pods have been updated', { ...ROLLING, updatedReplicas: 1 }, { patience: { thresholdPercent: 50 } }],
    ['0 out of 1 new pods have been updated', { replicas: 0 }, { spec: { replicas: undefined } }],
    ['1 old pods are pending termination', { ...ROLLING, updatedReplicas: 1 }, { spec: { replicas: 1 } }],
    ['1 of 2 (readyThreshold 100%) updated pods are available', { availableReplicas: 1 }, {}],
    ['0 of 1 (readyThreshold 50%) updated pods are available', { availableReplicas: undefined }, { patience: { thresholdPercent: 50 } }],
  ])('waits: %s', (text, status, change) => {
    expect(of(status, change)).toEqual({ state: 'waiting', reason: `waiting for rollout to finish: ${text}` });
  });

  it('that nobody has looked at yet waits', () => {
    expect(statefulSetReadiness(statefulSet(), PATIENCE)).toMatchObject({ state: 'waiting' });
  });

  it('waits for its generation to be seen, however long that takes', () => {
    const unseen = statefulSet({ metadata: { generation: 1 }, status: DONE });
    expect(statefulSetReadiness(unseen, { ...PATIENCE, since: '2020-01-01T00:00:00Z' })).toEqual({
      state: 'waiting',
      reason: 'waiting for rollout to finish: observed statefulset generation less than desired generation',
    });
  });

  it.each([
    ['2026-01-01T11:58:59Z', 'stuck'],
    ['2026-01-01T11:59:00Z', 'waiting'],
    [undefined, 'waiting'],
  ])('that is incomplete, with a canary whose status changed at %s, is %s', (since, state) => {
    expect(of({ availableReplicas: 0 }, { patience: { since } }).state).toBe(state);
  });

  it('says which deadline passed, and what is missing', () => {
    expect(of({ availableReplicas: 1 }, { patience: { since: '2020-01-01T00:00:00Z' } })).toEqual({
      state: 'stuck', reason: 'exceeded its progressDeadlineSeconds: 60; 1 of 2 (readyThreshold 100%) updated pods are available',
    });
  });
});
