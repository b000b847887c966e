import { describe, expect, it } from '@jest/globals';
import type { CanarySpec, Readiness } from '@flagger/sdk';
import type { Evidence } from '../../src/decide/evidence.ts';
import { closed, MESH, NO_MESH, World } from './world.ts';
import { settle, until } from './verb-world.ts';

const ANALYSIS: CanarySpec['analysis'] = { stepWeight: 50, maxWeight: 50, threshold: 2, analyzeFirst: true };
const STUCK: Readiness = { state: 'stuck', reason: 'primary down' };
const METRICS_FAIL: Evidence = { metrics: { passed: false, event: { level: 'info', message: 'Halt' }, failure: { metric: 'm' } } };

const first = (answers: Evidence = {}, spec: Partial<CanarySpec> = {}, capabilities = MESH): World => {
  const world = new World({ analysis: ANALYSIS, ...spec }, capabilities);
  world.answers = answers;
  return world;
};

/** The phases that it comes through until it rests. */
function phases(world: World): string[] {
  const seen = [''];
  world.onMove = () => void (seen.at(-1) === world.phase || seen.push(world.phase));
  for (let interval = 0; interval < 30; interval++) world.interval();
  return seen.slice(1);
}

const changed = (world: World, hash: string): World => {
  world.revision = { hash, trackedConfigs: {}, equalsPrimary: false };
  return world;
};

describe('the first revision, with analyzeFirst', () => {
  it.each([['a mesh', MESH], ['no mesh', NO_MESH]])('is judged before it is called good, with %s', (_, capabilities) => {
    const world = first({}, {}, capabilities);
    expect(phases(world)).toEqual(['Initializing', 'Progressing', 'Promoting', 'Finalising', 'Succeeded']);
    expect(world.asked).toEqual(expect.arrayContaining(['pre-rollout', 'rollout', 'metrics', 'confirm-promotion']));
    expect(world.asked).not.toContain('confirm-rollout');
    expect(world.canary.status).toMatchObject({ lastPromotedSpec: 'v1-a' });
    expect(world.canary.status).not.toHaveProperty('firstRevision');
  });

  it('is not scaled to zero before it is judged', () => {
    const world = first();
    until(world, 'Progressing');
    expect(world.effects.filter(({ kind }) => kind === 'scale' || kind === 'scaler')).toEqual([{ kind: 'scaler', action: 'resume' }, { kind: 'scale', to: 'from-zero' }]);
    expect(world.canary.status).toMatchObject({ firstRevision: 'v1-a', lastAppliedSpec: 'v1-a' });
    expect(world.canary.status?.lastPromotedSpec).toBeUndefined();
  });

  it('is not taken for promoted at its last weight: the last check and the promotion gate count', () => {
    const world = first({ 'confirm-promotion': closed('gate') });
    world.interval().interval();
    expect(world.phase).toBe('WaitingPromotion');
    expect(world.rules).not.toContain('finish-promotion');
  });

  it('fails at the threshold, which is told; the primary keeps the traffic', () => {
    const world = first(METRICS_FAIL);
    expect(phases(world)).toEqual(['Initializing', 'Progressing', 'Failed']);
    expect([world.traffic.canary, world.replicas]).toEqual([0, 0]);
    const message = 'The first revision of podinfo.test failed its analysis; podinfo-primary.test keeps it, as there is no other';
    expect(world.messages()).toContain(message);
    expect(world.effects).toContainEqual({ kind: 'alert', severity: 'error', message, fields: false });
    expect(world.canary.status?.lastPromotedSpec).toBeUndefined();
  });

  it.each([['by default', {}, {}], ['where analysis is skipped', ANALYSIS, { skipAnalysis: true }]])('is called good at once %s', (_, analysis, spec) => {
    const world = first({}, { analysis: { stepWeight: 50, ...analysis }, ...spec });
    expect(phases(world)).toEqual(['Initializing', 'Initialized']);
  });
});

describe('the revision after a first one that failed', () => {
  it('is judged step by step where the primary is ready', () => {
    const world = first(METRICS_FAIL);
    until(world, 'Failed');
    world.answers = {};
    changed(world, 'v1-b').interval();
    expect([world.phase, world.primary]).toEqual(['Progressing', '["v1-a",{}]']);
    expect(phases(world)).toEqual(['Promoting', 'Finalising', 'Succeeded']);
    expect(world.primary).toBe('["v1-b",{}]');
  });

  it('starts over where the primary can\'t become ready', () => {
    const world = first({ 'primary-readiness': STUCK });
    until(world, 'Failed');
    expect(world.canary.status).not.toHaveProperty('firstRevision');
    changed(world, 'v1-b').tick();
    expect(world.phase).toBe('Initializing');
    world.tick();
    expect(world.primary).toBe('["v1-b",{}]');
    world.answers = {};
    expect(phases(world).at(-1)).toBe('Succeeded');
    expect(world.canary.status?.lastPromotedSpec).toBe('v1-b');
  });

  it('after a promotion that failed, does not scale down the canary that has the users', () => {
    const world = first({});
    until(world, 'Promoting');
    world.answers = { 'primary-readiness': STUCK };
    until(world, 'Failed');
    expect(world.traffic.canary).toBe(100);
    changed(world, 'v1-b').interval();
    expect([world.phase, world.traffic.canary, world.replicas]).toEqual(['Failed', 0, 0]);
  });

  it('stays failed where nothing changes', () => {
    const world = first({ 'primary-readiness': STUCK });
    until(world, 'Failed');
    for (let more = 0; more < 5; more++) world.interval();
    expect(world.phase).toBe('Failed');
  });

  it('reaches a stuck primary also while it is being initialized', () => {
    const world = first({ 'primary-readiness': { state: 'waiting', reason: 'not yet' } });
    world.interval();
    world.answers = { 'primary-readiness': STUCK };
    changed(world, 'v1-b').tick();
    expect([world.phase, world.primary]).toEqual(['Initializing', '["v1-b",{}]']);
  });

  it('leaves a primary that was there before alone as long as it runs', () => {
    const world = first();
    world.primary = '["v1-old",{}]';
    changed(world, 'v1-b').interval();
    expect([world.phase, world.primary]).toEqual(['Progressing', '["v1-old",{}]']);
    expect(world.canary.status).not.toHaveProperty('firstRevision');
    settle(world);
  });
});
