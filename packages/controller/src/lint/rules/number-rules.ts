import { valueAt } from '../field-path.ts';
import type { FieldPath } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import type { CanarySubject } from './canary-subject.ts';

/** Whole numbers for which any number will do to the schema, and what they may be. */
const LIMITS: readonly (readonly [field: readonly string[], min: number, max: number])[] = [
  [['spec', 'progressDeadlineSeconds'], 1, 2 ** 31 - 1],
  [['spec', 'service', 'port'], 1, 65_535],
  [['spec', 'analysis', 'threshold'], 0, 2 ** 31 - 1],
  [['spec', 'analysis', 'iterations'], 0, 2 ** 31 - 1],
  [['spec', 'analysis', 'maxWeight'], 0, Number.POSITIVE_INFINITY],
  [['spec', 'analysis', 'stepWeight'], Number.NEGATIVE_INFINITY, 100],
  [['spec', 'analysis', 'stepWeightPromotion'], 0, 100],
  [['spec', 'analysis', 'mirrorWeight'], 0, 100],
  [['spec', 'analysis', 'primaryReadyThreshold'], 0, 100],
  [['spec', 'analysis', 'canaryReadyThreshold'], 0, 100],
  [['spec', 'analysis', 'sessionAffinity', 'maxAge'], 0, 2 ** 31 - 1],
];

/** Numbers that the schema takes and nothing can be done with. What is said elsewhere has no limit here. */
export function numberProblems({ canary }: CanarySubject): readonly Problem[] {
  const { stepWeights = [], webhooks = [] } = canary.spec.analysis;
  return [
    ...LIMITS.flatMap(([path, min, max]) => check(path, valueAt(canary, path), min, max)),
    ...stepWeights.flatMap((weight, at) => check(['spec', 'analysis', 'stepWeights', at], weight, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)),
    ...webhooks.flatMap(({ retries }, at) => check(['spec', 'analysis', 'webhooks', at, 'retries'], retries, 0, 2 ** 31 - 1)),
  ];
}

function check(path: FieldPath, value: unknown, min: number, max: number): readonly Problem[] {
  if (typeof value !== 'number') return [];
  if (!Number.isInteger(value)) return [{ rule: 'number', path, problem: `${value} is not whole`, fix: `write ${Math.round(value)}` }];
  if (value < min) return [{ rule: 'number', path, problem: `${value} is below ${min}`, fix: `write at least ${min}` }];
  return value > max ? [{ rule: 'number', path, problem: `${value} is above ${max}`, fix: `write at most ${max}` }] : [];
}
