import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { formatGoDuration } from '../gofmt/duration.ts';
import { queryModel } from '../template/query-model.ts';
import { renderQuery } from '../template/render-query.ts';
import { builtinClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { told } from './told.ts';
import { brokenLimit, describeLimit } from './thresholds.ts';
import { failedCheck, haltedCheck, PASSED } from './verdicts.ts';

type Value = { readonly value: number; readonly query: string } | { readonly verdict: MetricVerdict };

/** Percent of requests that succeed. @source flagger scheduler_metrics.go request-success-rate */
export async function checkSuccessRate(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  const found = await measure({ canary, metric, context, template: context.observer.successRate.query, noData: ': running query failed: no values found' }, signal);
  if ('verdict' in found) return found.verdict;
  const { value, query } = found;
  context.observed(metric.name, value);
  const broken = brokenLimit(value, metric, 'least');
  if (broken === undefined) return PASSED;
  const limit = describeLimit(broken, '%');
  return haltedCheck({ metric: metric.name, value, limit, query }, `Halt ${canaryName(canary)} advancement success rate ${value.toFixed(2)}% ${limit}`);
}

/** Duration of requests; values and limits are cut to whole milliseconds. @source flagger scheduler_metrics.go request-duration */
export async function checkDuration(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  const { query: template, unit } = context.observer.duration;
  const found = await measure({ canary, metric, context, template, noData: '' }, signal);
  if ('verdict' in found) return found.verdict;
  const ms = Math.trunc(unit === 'seconds' ? found.value * 1000 : found.value);
  context.observed(metric.name, ms / 1000);
  const broken = brokenLimit(ms, metric, 'most', true);
  if (broken === undefined) return PASSED;
  const limit = `${broken.sign} ${formatGoDuration(broken.limit)}`;
  return haltedCheck({ metric: metric.name, value: ms, limit, query: found.query }, `Halt ${canaryName(canary)} advancement request duration ${formatGoDuration(ms)} ${limit}`);
}

interface Measurement {
  readonly canary: Canary;
  readonly metric: CanaryMetric;
  readonly context: MetricContext;
  readonly template: string;
  readonly noData: string;
}

async function measure({ canary, metric, context, template, noData }: Measurement, signal: AbortSignal): Promise<Value> {
  try {
    const query = await told('rendering query failed', () => renderQuery(template, queryModel(canary, { interval: metric.interval ?? '' }, context.route)));
    const value = await told('running query failed', () => builtinClient(canary, context).query(query, signal));
    if (value !== 'no-values') return { value, query };
    const target = `${canary.spec.targetRef.name}.${canary.metadata.namespace ?? ''}`;
    const message = `Halt advancement no values found for ${context.providerName} metric ${metric.name} probably ${target} is not receiving traffic${noData}`;
    return { verdict: haltedCheck({ metric: metric.name, query }, message) };
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return { verdict: failedCheck(metric.name, `Prometheus query failed: ${error.message}`) };
  }
}

/** `NAME.NAMESPACE`. */
export function canaryName({ metadata }: Canary): string {
  return `${metadata.name}.${metadata.namespace ?? ''}`;
}
