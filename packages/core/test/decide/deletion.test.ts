import { describe, expect, it } from '@jest/globals';
import { FINALIZER } from '../../src/engine/ports.ts';
import { changedWorld, World } from './world.ts';

const SPEC = { analysis: { stepWeight: 50 }, revertOnDeletion: true };

/** The canary is being deleted, and is held. */
function deleted(world: World): World {
  world.canary = { ...world.canary, metadata: { ...world.canary.metadata, finalizers: [FINALIZER], deletionTimestamp: '2026-01-01T00:00:00Z' } };
  world.effects.length = 0;
  return world;
}

describe('a canary with revertOnDeletion that is being deleted', () => {
  it('begins no run and mends no route, whatever becomes of its target', () => {
    const world = deleted(changedWorld(SPEC));
    world.tick();
    world.tick();
    expect(world.effects.map(({ kind }) => kind)).toEqual(['status', 'event', 'scaler', 'revert', 'revert', 'revert', 'finalizer', 'event']);
    expect(world.messages()).toEqual(['Terminating canary podinfo.test', 'Terminated canary podinfo.test']);
  });

  it('is Terminating to its end, and says so once', () => {
    const world = deleted(new World(SPEC).interval());
    world.answers = { 'canary-readiness': { state: 'waiting', reason: 'not yet' } };
    world.interval().interval().interval();
    expect([world.phase, world.messages()]).toEqual(['Terminating', ['Terminating canary podinfo.test']]);
    expect(world.effects.some(({ kind }) => kind === 'finalizer')).toBe(false);
    world.answers = {};
    world.tick();
    expect([world.phase, world.messages().at(-1)]).toEqual(['Terminating', 'Terminated canary podinfo.test']);
  });

  it('goes where its target is gone, with its routes given back', () => {
    const world = deleted(new World(SPEC).interval());
    world.answers = { target: { stands: false } };
    world.tick();
    world.tick();
    expect(world.effects.map(({ kind }) => kind)).toEqual(['status', 'event', 'revert', 'finalizer', 'event']);
    expect(world.effects).toContainEqual({ kind: 'revert', of: 'route', targetGone: true });
  });
});
