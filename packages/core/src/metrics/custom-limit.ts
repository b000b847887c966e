import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { canaryName } from './builtin-checks.ts';
import { brokenLimit, describeLimit } from './thresholds.ts';
import { haltedCheck, PASSED } from './verdicts.ts';

/** Judges the value of an inline query or a template. */
export function judgeCustom(canary: Canary, metric: CanaryMetric, { value, query }: { value: number; query: string }): MetricVerdict {
  const broken = brokenLimit(value, metric, 'most');
  if (broken === undefined) return PASSED;
  const limit = describeLimit(broken);
  return haltedCheck({ metric: metric.name, value, limit, query }, `Halt ${canaryName(canary)} advancement ${metric.name} ${value.toFixed(2)} ${limit}`);
}
