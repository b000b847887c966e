import fc from 'fast-check';
import type { CanaryAnalysis, CanarySpec } from '@flagger/sdk';

type Spec = Pick<CanarySpec, 'analysis' | 'skipAnalysis'>;

const percent = fc.integer({ min: 1, max: 100 });
const common = { threshold: fc.integer({ min: 0, max: 4 }), stepWeightPromotion: fc.constantFrom(0, 0, 30, 100), restorePrimary: fc.boolean(), analyzeFirst: fc.boolean() };
const mirror = fc.constantFrom<{ mirror?: boolean }>({}, {}, { mirror: true });

/** Steps that lead somewhere: a list that falls, or steps of zero, would keep an analysis for ever. */
const steps = fc.oneof(
  fc.record({ stepWeight: percent, maxWeight: percent }),
  fc.record({ stepWeight: percent }),
  fc.uniqueArray(percent, { minLength: 1, maxLength: 4 }).map(weights => ({ stepWeights: weights.sort((a, b) => a - b) })),
);

const iterations = { iterations: fc.integer({ min: 1, max: 4 }) };

const analysis: fc.Arbitrary<CanaryAnalysis> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(steps, fc.record(common), mirror).map(parts => Object.assign({}, ...parts) as CanaryAnalysis) },
  { weight: 1, arbitrary: fc.tuple(fc.record({ ...common, ...iterations }), mirror).map(parts => Object.assign({}, ...parts) as CanaryAnalysis) },
  { weight: 1, arbitrary: fc.record({ ...common, ...iterations, match: fc.constant([{ headers: { 'x-canary': { exact: 'yes' } } }]) }) },
);

/** What users write: every strategy, with every kind of step, and sometimes no analysis at all. */
export const anySpec: fc.Arbitrary<Spec> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ analysis }) },
  { weight: 1, arbitrary: analysis.map(each => ({ analysis: each, skipAnalysis: true })) },
);
