import type { CheckFailure, MetricVerdict } from '../decide/evidence.ts';

/** The verdict of a check that is well. */
export const PASSED: MetricVerdict = { passed: true };

/** A value out of its limits, or no value: the check failed, the query did not. */
export function haltedCheck(failure: CheckFailure, message: string): MetricVerdict {
  return { passed: false, event: { level: 'info', message }, failure };
}

/** A check that could not be made; it counts as failed. */
export function failedCheck(metric: string, message: string): MetricVerdict {
  return { passed: false, event: { level: 'error', message }, failure: { metric } };
}
