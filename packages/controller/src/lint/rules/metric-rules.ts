import type { CanaryMetric } from '@flagger/sdk';
import type { Problem } from '../finding.ts';
import type { CanarySubject } from './canary-subject.ts';

/** Metrics without a limit, which is allowed, but hardly meant. */
export function metricProblems({ canary: { spec } }: CanarySubject): readonly Problem[] {
  return (spec.analysis.metrics ?? []).flatMap((metric, at) => withoutLimit(metric, at));
}

/** @source flagger scheduler_metrics.go: the limit is 0 where none is said, and none where the range has no end */
function withoutLimit({ name, threshold, thresholdRange }: CanaryMetric, at: number): readonly Problem[] {
  const { min, max } = thresholdRange ?? {};
  const has = thresholdRange === undefined ? threshold !== undefined : min !== undefined || max !== undefined;
  if (has) return [];
  const passes = thresholdRange !== undefined || name === 'request-success-rate';
  const problem = passes ? `"${name}" has no limit; every value passes` : `"${name}" has no limit; 0 is taken, every value above it fails`;
  return [{ rule: 'metric', severity: 'note', path: ['spec', 'analysis', 'metrics', at], problem, fix: 'add a thresholdRange' }];
}
