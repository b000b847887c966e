import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric, MetricProvider } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { queryModel } from '../template/query-model.ts';
import { renderQuery } from '../template/render-query.ts';
import { judgeCustom } from './custom-limit.ts';
import { loadTemplate, templateId } from './load-template.ts';
import { metricClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { told } from './told.ts';
import { failedCheck, haltedCheck } from './verdicts.ts';

/** A MetricTemplate's query, asked of the template's service. @source flagger scheduler_metrics.go runMetricChecks */
export async function checkTemplate(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  try {
    const { client, query } = await prepare(canary, metric, context, signal);
    const value = await client.query(query, signal);
    if (value === 'no-values') return haltedCheck({ metric: metric.name, query }, `Halt advancement no values found for custom metric: ${metric.name}: no values found`);
    context.observed(metric.name, value);
    return judgeCustom(canary, metric, { value, query });
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return failedCheck(metric.name, error.message.startsWith('Metric template') ? error.message : `Metric query failed for ${metric.name}: ${error.message}`);
  }
}

async function prepare(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<{ client: MetricProvider; query: string }> {
  const { template, credentials } = await loadTemplate(canary, metric, context.reader, signal);
  const id = templateId(canary, metric);
  const interval = metric.interval ?? '';
  const client = await told(`Metric template ${id} provider ${template.spec.provider.type} error`, () => metricClient({ spec: template.spec.provider, credentials, interval }, context));
  const model = queryModel(canary, { interval, ...(metric.templateVariables && { variables: metric.templateVariables }) }, context.route);
  const query = await told(`Metric template ${id} query render error`, () => renderQuery(template.spec.query, model));
  return { client, query };
}
