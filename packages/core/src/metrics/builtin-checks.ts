import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { formatGoDuration } from '../gofmt/duration.ts';
import { formatGoFixed } from '../gofmt/float.ts';
import { labelModel } from '../template/label-model.ts';
import { queryModel } from '../template/query-model.ts';
import { renderQuery } from '../template/render-query.ts';
import { canaryName, targetName } from './names.ts';
import { operatorClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { podQuery } from './pod-query.ts';
import { readValue } from './read-value.ts';
import { told } from './told.ts';
import { brokenLimit, describeLimit } from './thresholds.ts';
import { failedCheck, haltedCheck, missingValue, PASSED } from './verdicts.ts';

type Measured = { readonly value: number; readonly query: string } | { readonly verdict: MetricVerdict };

/** Percent of requests that succeed. @source flagger scheduler_metrics.go request-success-rate */
export async function checkSuccessRate(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  const found = await measure({ canary, metric, context, template: context.observer.successRate.query, noData: ': running query failed: no values found' }, signal);
  if ('verdict' in found) return found.verdict;
  const { value, query } = found;
  context.observed(metric.name, value);
  const broken = brokenLimit(value, metric, 'least');
  if (broken === undefined) return PASSED;
  const limit = describeLimit(broken, '%');
  return haltedCheck({ metric: metric.name, value, limit, query }, `Halt ${canaryName(canary)} advancement success rate ${formatGoFixed(value)}% ${limit}`);
}

/**
 * Duration of requests; values and limits are cut to whole milliseconds. @source flagger scheduler_metrics.go request-duration
 *
 * @differs an infinite duration is over every limit; Flagger's whole numbers overflow: `check-metrics.test.ts` "infinite"
 */
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
  /** What follows the event that there is no data. */
  readonly noData: string;
}

async function measure({ canary, metric, context, template, noData }: Measurement, signal: AbortSignal): Promise<Measured> {
  const client = operatorClient(canary, context);
  if ('problem' in client) return { verdict: failedCheck(metric.name, client.problem) };
  try {
    const query = await told('rendering query failed', () => renderQuery(podQuery(template, canary.spec.targetRef.kind), labelModel(context.observer, queryModel(canary, metric, context.route))));
    const reading = await told('running query failed', () => readValue(client, query, signal));
    if ('value' in reading) return { value: reading.value, query };
    const message = `Halt advancement no values found for ${context.providerName} metric ${metric.name} probably ${targetName(canary)} is not receiving traffic${noData}`;
    return { verdict: missingValue(metric, query, message) };
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return { verdict: failedCheck(metric.name, `Prometheus query failed: ${error.message}`) };
  }
}
