import type { CanaryMetric } from '@flagger/sdk';
import type { CheckFailure, MetricVerdict } from '../decide/evidence.ts';

/** The verdict of a check that is well. */
export const PASSED: MetricVerdict = { passed: true };

/** A value out of its limits, or no value: the check failed, the query did not. */
export function haltedCheck(failure: CheckFailure, message: string): Extract<MetricVerdict, { passed: false }> {
  return { passed: false, event: { level: 'info', message }, failure };
}

/**
 * No value: what that means is the canary's choice.
 *
 * @differs `noData` of a metric, which Flagger doesn't know, makes the check wait or pass: `check-metrics.test.ts` "that holds hides no failure of another"
 */
export function missingValue(metric: CanaryMetric, query: string, message: string): MetricVerdict {
  if (metric.noData === 'pass') return PASSED;
  const failed = { metric: metric.name, query };
  return metric.noData === 'hold' ? { ...haltedCheck(failed, `${message}, holding`), holds: true } : haltedCheck(failed, message);
}

/** A check that could not be made; it counts as failed. */
export function failedCheck(metric: string, message: string): MetricVerdict {
  return { passed: false, event: { level: 'error', message }, failure: { metric } };
}
