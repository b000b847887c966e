import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { queryModel } from '../template/query-model.ts';
import { renderQuery } from '../template/render-query.ts';
import { judgeCustom } from './custom-limit.ts';
import { operatorClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { readValue } from './read-value.ts';
import { failedCheck, missingValue } from './verdicts.ts';

/**
 * A query that the canary carries itself, asked of Prometheus. @source flagger scheduler_metrics.go runBuiltinMetricChecks
 *
 * @differs a template that can't be rendered fails the check with its reason; Flagger runs an empty query: `check-metrics.test.ts` "a broken inline template is told"
 */
export async function checkInlineQuery(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  const { name } = metric;
  const client = operatorClient(canary, context);
  if ('problem' in client) return failedCheck(name, client.problem);
  try {
    const query = renderQuery(metric.query ?? '', queryModel(canary, metric, context.route));
    const reading = await readValue(client, query, signal);
    if ('missing' in reading) return missingValue(metric, query, `Halt advancement no values found for metric: ${name}`);
    context.observed(name, reading.value);
    return judgeCustom(canary, metric, { value: reading.value, query });
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return failedCheck(name, `Prometheus query failed for ${name}: ${error.message}`);
  }
}
