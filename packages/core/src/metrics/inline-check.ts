import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { queryModel } from '../template/query-model.ts';
import { renderQuery } from '../template/render-query.ts';
import { judgeCustom } from './custom-limit.ts';
import { builtinClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { failedCheck, haltedCheck } from './verdicts.ts';

/**
 * A query that the canary carries itself, asked of Prometheus.
 *
 * @differs A template that can't be rendered fails the check with its reason; Flagger runs an empty query. Test: metrics "a broken inline template is told"
 */
export async function checkInlineQuery(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  try {
    const model = queryModel(canary, { interval: metric.interval ?? '', ...(metric.templateVariables && { variables: metric.templateVariables }) }, context.route);
    const query = renderQuery(metric.query ?? '', model);
    const value = await builtinClient(canary, context).query(query, signal);
    if (value === 'no-values') return haltedCheck({ metric: metric.name, query }, `Halt advancement no values found for metric: ${metric.name}`);
    context.observed(metric.name, value);
    return judgeCustom(canary, metric, { value, query });
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return failedCheck(metric.name, `Prometheus query failed for ${metric.name}: ${error.message}`);
  }
}
