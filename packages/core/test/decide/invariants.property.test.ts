import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anySpec } from './arbitrary-canary.ts';
import { unrest } from './invariants.ts';
import { HAPPENINGS, StoryWorld } from './story.ts';
import type { Happening, Story } from './story.ts';

const cut = fc.record({ effect: fc.integer({ min: 1, max: 150 }), side: fc.constantFrom('before' as const, 'after' as const) });
const interval = fc.oneof({ weight: 3, arbitrary: fc.constant<Happening[]>([]) }, { weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...HAPPENINGS), { minLength: 1, maxLength: 2 }) });
const story: fc.Arbitrary<Story> = fc.record({ spec: anySpec, mesh: fc.boolean(), intervals: fc.array(interval, { maxLength: 24 }), cuts: fc.array(cut, { maxLength: 3 }) });

function tell({ intervals, ...rest }: Story): StoryWorld {
  const told = new StoryWorld(rest);
  told.interval();
  for (const happenings of intervals) told.interval(happenings);
  return told;
}

describe('whatever happens to a canary, and wherever a tick is cut off', () => {
  it('weights, phases and traffic are as they must be, and it comes to rest', () => {
    fc.assert(fc.property(story, given => {
      const told = tell(given);
      told.interval(['no longer suspended']);
      told.settle();
      expect({ problems: told.problems, phase: told.world.phase }).toEqual({ problems: [], phase: expect.stringMatching(/^(Initialized|Succeeded|Failed)$/) });
      told.world.effects.length = 0;
      for (let hour = 0; hour < 60; hour++) told.interval();
      expect(unrest(told.world.effects)).toEqual([]);
    }), { numRuns: 800 });
  });

  it('a rest that succeeded or was rolled back has all traffic on the primary and no canary', () => {
    fc.assert(fc.property(story, given => {
      const told = tell({ ...given, mesh: true });
      told.interval(['no longer suspended']);
      told.settle();
      const { phase, canaryWeight, conditions = [] } = told.world.canary.status ?? {};
      // A primary that could not start after its promotion leaves everything on the canary, unless it could be restored.
      const kept = phase === 'Failed' && canaryWeight === 100;
      if (kept && told.world.canary.spec.analysis.restorePrimary && !told.world.canary.spec.skipAnalysis) expect(conditions).toContainEqual(expect.objectContaining({ reason: 'NothingKept' }));
      expect([told.world.traffic.canary, told.world.replicas]).toEqual(kept ? [100, 2] : [0, 0]);
    }), { numRuns: 500 });
  });
});

/** A first revision that is judged too has its own effects before. */
const longCut = fc.record({ effect: fc.integer({ min: 1, max: 300 }), side: fc.constantFrom('before' as const, 'after' as const) });

/** What goes on all the while, from a new revision to its end. */
const CIRCUMSTANCES: readonly (readonly Happening[])[] = [
  [], ['metrics fail'], ['canary is stuck'], ['pre-rollout is closed'], ['rollout is closed'], ['rollback is signalled'], ['primary is stuck'],
];

describe('a controller that dies in the middle of a tick', () => {
  it('leaves a release that ends as if nothing had happened', () => {
    fc.assert(fc.property(fc.record({ spec: anySpec, mesh: fc.boolean() }), fc.constantFrom(...CIRCUMSTANCES), longCut, (given, circumstance, at) => {
      const [cutOff, undisturbed] = [[at], []].map(cuts => {
        const told = new StoryWorld({ ...given, cuts });
        told.settle();
        told.settle(['new revision', ...circumstance], 0);
        told.settle(circumstance);
        return told;
      });
      expect({ problems: cutOff?.problems, standing: cutOff?.standing() }).toEqual({ problems: [], standing: undisturbed?.standing() });
    }), { numRuns: 800 });
  });
});

const soon = fc.record({ effect: fc.integer({ min: 1, max: 60 }), side: fc.constantFrom('before' as const, 'after' as const) });

describe('a promotion that was cut off', () => {
  const promote = (given: Omit<Story, 'intervals'>): StoryWorld => {
    const told = new StoryWorld({ ...given, cuts: [{ effect: 'promote', side: 'after' }] });
    told.interval();
    told.interval(['new revision']);
    for (let interval = 0; interval < 120; interval++) told.interval();
    return told;
  };

  it('is finished: a check that fails now does not call failed what the primary runs', () => {
    fc.assert(fc.property(fc.record({ spec: anySpec, mesh: fc.boolean() }), given => {
      const { problems, world } = promote({ ...given, afterCut: ['metrics fail', 'confirm-promotion is closed', 'rollback is signalled'] });
      expect({ problems, phase: world.phase }).toEqual({ problems: [], phase: 'Succeeded' });
    }), { numRuns: 150 });
  });

  it.each([
    ['leaves all traffic on the canary where the primary cannot start', false, { canary: 100, replicas: 2, primary: '["v1-1",{"a":"0"}]' }],
    ['with restorePrimary, ends with all traffic on the primary as it was', true, { canary: 0, replicas: 0, primary: '["v1-0",{"a":"0"}]' }],
  ])('%s', (_, restorePrimary, standing) => {
    fc.assert(fc.property(anySpec.filter(({ skipAnalysis }) => skipAnalysis !== true), fc.array(soon, { maxLength: 3 }), ({ analysis }, cutsAfterCut) => {
      const { problems, world } = promote({ spec: { analysis: { ...analysis, restorePrimary } }, mesh: true, cutsAfterCut, afterCut: ['primary is stuck'] });
      expect({ problems, phase: world.phase, canary: world.traffic.canary, replicas: world.replicas, primary: world.primary }).toEqual({ problems: [], phase: 'Failed', ...standing });
    }), { numRuns: 150 });
  });
});
