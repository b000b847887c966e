import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { checkDuration, checkSuccessRate } from './builtin-checks.ts';
import { checkInlineQuery } from './inline-check.ts';
import type { MetricContext } from './metric-context.ts';
import { checkTemplate } from './template-check.ts';
import { failedCheck, PASSED } from './verdicts.ts';

type Check = (canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal) => Promise<MetricVerdict>;

const BUILTIN: ReadonlyMap<string, Check> = new Map([
  ['request-success-rate', checkSuccessRate],
  ['request-duration', checkDuration],
]);

/** Whether a metric is one of the provider's own checks. */
export function isBuiltin({ name }: CanaryMetric): boolean {
  return BUILTIN.has(name);
}

/**
 * Judges all metrics: built-in checks and inline queries first, then templates; the first failure ends it. A metric
 * that may wait for its value hides no failure of another.
 *
 * @source flagger scheduler_metrics.go runBuiltinMetricChecks, runMetricChecks
 */
export async function checkMetrics(canary: Canary, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  let held: MetricVerdict = PASSED;
  for (const [metric, check] of planChecks(canary.spec.analysis.metrics ?? [])) {
    const verdict = await check(canary, metric, context, signal);
    if (verdict.passed) continue;
    if (!verdict.holds) return verdict;
    if (held.passed) held = verdict;
  }
  return held;
}

function planChecks(metrics: readonly CanaryMetric[]): readonly (readonly [CanaryMetric, Check])[] {
  const first = metrics.flatMap(metric => {
    const windowed = { ...metric, interval: metric.interval || '1m' };
    const builtin = BUILTIN.get(metric.name);
    return [...(builtin ? [[windowed, builtin] as const] : []), ...(metric.query ? [[windowed, checkInlineQuery] as const] : [])];
  });
  const second = metrics.flatMap(metric => {
    if (metric.templateRef) return [[metric, checkTemplate] as const];
    return isBuiltin(metric) || metric.query ? [] : [[metric, unusable] as const];
  });
  return [...first, ...second];
}

async function unusable(_canary: Canary, metric: CanaryMetric): Promise<MetricVerdict> {
  return Promise.resolve(failedCheck(metric.name, 'Metric query failed for no usable metrics template and query were configured'));
}
