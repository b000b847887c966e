import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextStep, promotionWeight, stepUp } from '../../src/strategy/weights.ts';
import type { WeightSteps } from '../../src/strategy/weights.ts';

/** The weights that a run takes until it is promoted. */
function ramp(steps: WeightSteps): number[] {
  const weights: number[] = [];
  let traffic = { primary: 100, canary: 0 };
  while (traffic.canary < promotionWeight(steps) && weights.length < 200) {
    const step = nextStep(traffic.canary, steps);
    if (step <= 0) break;
    traffic = stepUp(traffic, step);
    weights.push(traffic.canary);
  }
  return weights;
}

describe('the ramp of a weighted canary', () => {
  it.each<[string, WeightSteps, number[]]>([
    ['the promotion weight is a trigger, not a cap', { stepWeight: 20, maxWeight: 50 }, [20, 40, 60]],
    ['without maxWeight it ends at 100', { stepWeight: 50 }, [50, 100]],
    ['one step', { stepWeight: 100 }, [100]],
    ['listed steps', { stepWeights: [1, 2, 10, 80] }, [1, 2, 10, 80]],
    ['a last step above 100 is cut', { stepWeights: [1, 2, 10, 200] }, [1, 2, 10, 100]],
    ['a descending list stalls', { stepWeights: [50, 20, 80] }, [50]],
    ['no steps at all', {}, []],
  ])('%s', (_, steps, expected) => {
    expect(ramp(steps)).toEqual(expected);
  });

  it('a weight that is not in the list jumps to 100', () => {
    expect(nextStep(7, { stepWeights: [1, 10, 50] })).toBe(93);
  });

  it('at 100 a list still steps, so that a run with an odd last weight ends', () => {
    expect(nextStep(100, { stepWeights: [10, 50] })).toBe(1);
  });

  it('weights stay within 0 and 100, add up to 100 and never fall', () => {
    const steps = fc.oneof(
      fc.record({ stepWeight: fc.integer({ min: 1, max: 150 }), maxWeight: fc.integer({ min: 1, max: 150 }) }),
      fc.record({ stepWeights: fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 8 }) }),
    );
    fc.assert(
      fc.property(steps, spec => {
        const weights = ramp(spec);
        const ascending = weights.every((weight, i) => weight >= (weights[i - 1] ?? 0));
        return ascending && weights.every(weight => weight > 0 && weight <= 100);
      }),
    );
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 200 }), (canary, step) => {
      const next = stepUp({ primary: 100 - canary, canary }, step);
      return next.primary + next.canary === 100;
    }));
  });
});
