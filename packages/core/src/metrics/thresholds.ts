import type { CanaryMetric } from '@flagger/sdk';
import { formatGoFloat } from '../gofmt/float.ts';

/** A limit that a value broke. */
export interface BrokenLimit {
  readonly sign: '<' | '>';
  readonly limit: number;
}

/** What `threshold` means where there is no range: the least of a rate, the most of anything else. */
export type ThresholdMeaning = 'least' | 'most';

/**
 * The limit that a value breaks, if any. A range without ends allows everything.
 *
 * @source flagger scheduler_metrics.go
 */
export function brokenLimit(value: number, { thresholdRange, threshold = 0 }: CanaryMetric, meaning: ThresholdMeaning, whole = false): BrokenLimit | undefined {
  const cut = (limit: number): number => (whole ? Math.trunc(limit) : limit);
  const { min, max } = thresholdRange ?? (meaning === 'least' ? { min: threshold } : { max: threshold });
  if (min !== undefined && value < cut(min)) return { sign: '<', limit: cut(min) };
  if (max !== undefined && value > cut(max)) return { sign: '>', limit: cut(max) };
  return undefined;
}

/** `< 99.5`: the limit in Flagger's words. */
export function describeLimit({ sign, limit }: BrokenLimit, unit = ''): string {
  return `${sign} ${formatGoFloat(limit)}${unit}`;
}
