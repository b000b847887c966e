import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { formatGoFixed } from '../gofmt/float.ts';
import { canaryName } from './names.ts';
import { brokenLimit, describeLimit } from './thresholds.ts';
import { haltedCheck, PASSED } from './verdicts.ts';

/** Judges the value of an inline query or a template. */
export function judgeCustom(canary: Canary, metric: CanaryMetric, { value, query }: { value: number; query: string }): MetricVerdict {
  const broken = brokenLimit(value, metric, 'most');
  if (broken === undefined) return PASSED;
  const limit = describeLimit(broken);
  return haltedCheck({ metric: metric.name, value, limit, query }, `Halt ${canaryName(canary)} advancement ${metric.name} ${formatGoFixed(value)} ${limit}`);
}
