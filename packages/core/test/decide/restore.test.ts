import { describe, expect, it } from '@jest/globals';
import type { CanarySpec, Readiness } from '@flagger/sdk';
import { changedWorld, MESH, NO_MESH } from './world.ts';
import type { World } from './world.ts';
import { settle, until } from './verb-world.ts';

const ANALYSIS: CanarySpec['analysis'] = { stepWeight: 100, threshold: 2, restorePrimary: true };
const STUCK: Readiness = { state: 'stuck', reason: 'primary down' };
const WAITING: Readiness = { state: 'waiting', reason: 'not yet' };

const primaryIs = (world: World, readiness: Readiness): World => {
  world.answers = { ...world.answers, 'primary-readiness': readiness };
  return world;
};

/** A release whose primary is stuck after its promotion, and then as said. */
function inVain(restored: Readiness, capabilities = MESH): World {
  const world = changedWorld({ analysis: ANALYSIS }, capabilities);
  until(world, 'Promoting');
  primaryIs(world, STUCK);
  until(world, 'Failed');
  primaryIs(world, restored);
  settle(world);
  return world;
}

const conditions = (world: World): unknown => world.canary.status?.conditions;
const BEFORE = '["v1-a",{}]';

describe('restorePrimary', () => {
  it.each([['a mesh', MESH], ['no mesh', NO_MESH]])('takes the primary back and then the traffic, with %s', (_, capabilities) => {
    const world = inVain({ state: 'ready' }, capabilities);
    expect([world.phase, world.canary.status?.canaryWeight, world.primary, world.traffic.canary, world.replicas]).toEqual(['Failed', 0, BEFORE, 0, 0]);
    expect(conditions(world)).toContainEqual(expect.objectContaining({ type: 'PrimaryRestored', status: 'True', message: 'The promotion of podinfo.test failed; podinfo-primary.test is what it was before' }));
  });

  it('keeps the traffic on the canary until the primary is ready', () => {
    const world = inVain(WAITING);
    expect([world.primary, world.traffic.canary, world.replicas]).toEqual([BEFORE, 100, 2]);
    expect(world.rules.at(-1)).toBe('return-to-restored');
    primaryIs(world, { state: 'ready' }).tick();
    expect([world.traffic.canary, world.replicas]).toEqual([0, 0]);
  });

  it('restores once, and a primary that is stuck again is waited for', () => {
    const world = inVain(STUCK);
    for (let more = 0; more < 3; more++) world.interval();
    expect(world.effects.filter(({ kind }) => kind === 'restore')).toHaveLength(1);
    expect(world.traffic.canary).toBe(100);
  });

  it('begins nothing new before it has come to its end', () => {
    const world = inVain(WAITING);
    world.revision = { ...world.revision, hash: 'v1-c' };
    world.interval();
    expect([world.phase, world.traffic.canary]).toEqual(['Failed', 100]);
    primaryIs(world, { state: 'ready' }).interval();
    expect(world.phase).toBe('Progressing');
    expect(conditions(world)).not.toContainEqual(expect.objectContaining({ type: 'PrimaryRestored' }));
  });

  it('says once where nothing was kept, and leaves it at that', () => {
    const world = changedWorld({ analysis: ANALYSIS });
    until(world, 'Promoting');
    world.kept = 'none';
    primaryIs(world, STUCK);
    until(world, 'Failed');
    for (let more = 0; more < 3; more++) world.interval();
    expect(world.messages().filter(message => message.includes('nothing is kept'))).toHaveLength(1);
    expect([world.traffic.canary, world.replicas]).toEqual([100, 2]);
    expect(conditions(world)).toContainEqual(expect.objectContaining({ type: 'PrimaryRestored', status: 'False', reason: 'NothingKept' }));
  });

  it('forgets what was kept when a release is over, however it ends', () => {
    const world = changedWorld({ analysis: ANALYSIS });
    until(world, 'Promoting');
    expect(world.kept).toBe('kept');
    until(world, 'Succeeded');
    settle(world);
    expect(world.kept).toBe('none');
    expect(inVain({ state: 'ready' }).kept).toBe('none');
  });

  it.each([
    ['without the option', { stepWeight: 100 }, {}],
    ['where analysis is skipped', ANALYSIS, { skipAnalysis: true }],
  ])('keeps nothing %s', (_, analysis, spec) => {
    const world = changedWorld({ analysis, ...spec });
    until(world, 'Succeeded');
    settle(world);
    expect(world.effects.filter(({ kind }) => kind === 'promote')).toEqual([{ kind: 'promote' }]);
    expect(world.asked).not.toContain('kept-primary');
  });
});
