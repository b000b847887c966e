import { describe, expect, it } from '@jest/globals';
import type { SlotVerdict } from '../../src/decide/evidence.ts';
import { waitForSlot } from '../../src/decide/waits.ts';
import { ask, RUN, settle, WEIGHTED, worldIn } from './verb-world.ts';
import { changedWorld, closed, World } from './world.ts';

const TAKEN: SlotVerdict = { free: false, within: 'all', limit: 2, ahead: 0 };
const WAITS = /^podinfo\.test is waiting for a rollout slot: the limit of 2 rollouts in all is reached$/;

const said = (world: World): readonly string[] => world.messages().filter(message => WAITS.test(message));

/** What the engine writes when a wait is told: the canary stands in the queue. */
function told(world: World): World {
  const { status = {} } = world.canary;
  const condition = { type: 'Advancing', status: 'False', reason: 'RolloutLimit', message: 'waiting', lastUpdateTime: '1970-01-01T00:00:00Z', lastTransitionTime: '1970-01-01T00:00:00Z' } as const;
  world.canary = { ...world.canary, status: { ...status, conditions: [...(status.conditions ?? []), condition] } };
  return world;
}

describe('a canary that could begin a run while all slots are taken', () => {
  const held = (): World => {
    const world = changedWorld({ analysis: WEIGHTED });
    world.answers = { 'rollout-slot': TAKEN };
    return world.interval();
  };

  it('stays as it is, asks no gate, and says why once', () => {
    const world = held();
    told(world).interval().interval();
    expect(world.phase).toBe('Initialized');
    expect(world.asked).not.toContain('confirm-rollout');
    expect(said(world)).toHaveLength(1);
  });

  it('begins when its turn has come, and asks for no slot any more', () => {
    const world = told(held());
    world.answers = {};
    world.asked.length = 0;
    world.interval();
    expect(world.phase).toBe('Progressing');
    expect(world.asked.filter(question => question === 'rollout-slot')).toHaveLength(1);
    world.answers = { 'rollout-slot': TAKEN };
    for (let interval = 0; interval < 20; interval += 1) world.interval();
    expect(world.phase).toBe('Succeeded');
  });

  it('has nothing to wait for when its target went back', () => {
    const world = held();
    world.revision = { ...world.revision, hash: 'v1-a' };
    world.asked.length = 0;
    world.interval();
    expect(world.asked).not.toContain('rollout-slot');
  });
});

describe('a run that waits for approval', () => {
  const waiting = (): World => worldIn('Waiting');

  it('takes no place in the queue before it is approved', () => {
    const world = waiting();
    world.answers = { 'confirm-rollout': closed('gate'), 'rollout-slot': TAKEN };
    world.asked.length = 0;
    world.interval().interval();
    expect(world.asked).not.toContain('rollout-slot');
    expect(said(world)).toEqual([]);
  });

  it('waits for a slot once it is approved, and does not ask for approval meanwhile', () => {
    const world = waiting();
    world.answers = { 'rollout-slot': TAKEN };
    world.interval();
    expect([world.phase, said(world).length]).toEqual(['Waiting', 1]);
    told(world).asked.length = 0;
    world.interval().interval();
    expect([world.asked.includes('confirm-rollout'), said(world).length]).toEqual([false, 1]);
  });

  it.each([['still stands', {}, 'Progressing'], ['was taken back', { 'confirm-rollout': closed('gate') }, 'Waiting']])(
    'begins when its turn has come, without waiting for the interval, if the approval %s', (_, answers, phase) => {
      const world = waiting();
      world.answers = { 'rollout-slot': TAKEN };
      told(world.interval());
      world.answers = answers;
      settle(world);
      expect(world.phase).toBe(phase);
    });

  it.each(['promote', 'skip-step'])('and is told to %s waits for a slot all the same', verb => {
    const world = waiting();
    world.answers = { 'confirm-rollout': closed('gate'), 'rollout-slot': TAKEN };
    ask(world, `${verb} ${RUN}`);
    expect([world.phase, said(world).length]).toEqual(['Waiting', 1]);
    told(world).answers = { 'confirm-rollout': closed('gate') };
    settle(world);
    expect(world.phase).not.toBe('Waiting');
  });
});

describe('other beginnings', () => {
  it('a retry waits for a slot, and its word is kept', () => {
    const world = worldIn('Failed');
    world.answers = { 'rollout-slot': TAKEN };
    ask(world, `retry ${RUN}`);
    expect([world.phase, said(world).length]).toEqual(['Failed', 1]);
    world.answers = {};
    settle(world);
    expect([world.phase, world.canary.status?.lastVerb?.verb]).toEqual(['Progressing', 'retry']);
  });

  it('a further revision during a run needs no other slot', () => {
    const world = worldIn('Progressing');
    world.answers = { 'rollout-slot': TAKEN };
    world.revision = { ...world.revision, hash: 'v1-c' };
    world.interval();
    expect(world.messages()).toContain('New revision detected! Restarting analysis for podinfo.test');
  });

  it('the first revision is analysed when its turn has come', () => {
    const world = new World({ analysis: { ...WEIGHTED, analyzeFirst: true } });
    world.answers = { 'rollout-slot': TAKEN };
    world.interval();
    expect([world.phase, said(world).length]).toEqual(['Initializing', 1]);
    world.answers = {};
    world.interval();
    expect(world.phase).toBe('Progressing');
  });
});

describe('the wait for a slot', () => {
  it.each<[Extract<SlotVerdict, { free: false }>, string]>([
    [{ free: false, within: 'all', limit: 2, ahead: 0 }, 'the limit of 2 rollouts in all is reached'],
    [{ free: false, within: 'namespace', limit: 1, ahead: 1 }, 'the limit of 1 rollout in namespace test is reached; 1 canary is served before'],
    [{ free: false, within: 'all', limit: 2, ahead: 7 }, 'the limit of 2 rollouts in all is reached; 7 canaries are served before'],
  ])('of %j says so', (slot, text) => {
    expect(waitForSlot(slot, 'test')).toEqual({ reason: 'RolloutLimit', message: `waiting for a rollout slot: ${text}` });
  });
});
