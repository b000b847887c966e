import { describe, expect, it } from '@jest/globals';
import { daemonSetReadiness } from '../../src/daemon-set/daemon-set-readiness.ts';
import { daemonSet, NOON_MS } from '../support/world.ts';

const DONE = { observedGeneration: 0, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 };
const PATIENCE = { nowMs: NOON_MS, deadlineSeconds: 60, thresholdPercent: 100, since: '2026-01-01T11:59:30Z' };
const of = (status: object, patience: object = {}) => daemonSetReadiness(daemonSet({ status: { ...DONE, ...status } }), { ...PATIENCE, ...patience });

describe('daemonSetReadiness', () => {
  it.each([[{}, {}], [{ numberAvailable: 1 }, { thresholdPercent: 50 }], [{ desiredNumberScheduled: 0, updatedNumberScheduled: 0, numberAvailable: 0 }, {}]])('with %j and %j is ready', (status, patience) => {
    expect(of(status, patience)).toEqual({ state: 'ready' });
  });

  it.each([
    ['1 out of 3 new pods have been updated', { updatedNumberScheduled: 1 }, {}],
    ['2 of 3 (readyThreshold 100%) updated pods are available', { numberAvailable: 2 }, {}],
    ['0 of 1 (readyThreshold 50%) updated pods are available', { numberAvailable: 0 }, { thresholdPercent: 50 }],
  ])('waits: %s', (text, status, patience) => {
    expect(of(status, patience)).toEqual({ state: 'waiting', reason: `waiting for rollout to finish: ${text}` });
  });

  it('waits for its generation to be seen', () => {
    const unseen = { ...daemonSet({ status: DONE }), metadata: { name: 'podinfo', generation: 1 } };
    expect(daemonSetReadiness(unseen, { ...PATIENCE, since: '2020-01-01T00:00:00Z' })).toEqual({
      state: 'waiting',
      reason: 'waiting for rollout to finish: observed daemonset generation less than desired generation',
    });
  });

  it.each([
    ['2026-01-01T11:58:59Z', 'stuck'],
    ['2026-01-01T11:59:00Z', 'waiting'],
    [undefined, 'waiting'],
  ])('that is incomplete, with a status since %s, is %s', (since, state) => {
    expect(of({ numberAvailable: 0 }, { since }).state).toBe(state);
  });

  it('says which deadline passed', () => {
    expect(of({ numberAvailable: 0 }, { since: '2020-01-01T00:00:00Z' })).toEqual({ state: 'stuck', reason: 'exceeded its progressDeadlineSeconds: 60' });
  });
});
