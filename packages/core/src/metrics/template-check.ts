import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';
import type { MetricVerdict } from '../decide/evidence.ts';
import { queryModel } from '../template/query-model.ts';
import { renderQuery } from '../template/render-query.ts';
import { judgeCustom } from './custom-limit.ts';
import { loadTemplate } from './load-template.ts';
import type { MetricContext } from './metric-context.ts';
import { readValue } from './read-value.ts';
import type { Reading } from './read-value.ts';
import { told } from './told.ts';
import { failedCheck, missingValue } from './verdicts.ts';

/** A MetricTemplate's query, asked of the template's service. @source flagger scheduler_metrics.go runMetricChecks */
export async function checkTemplate(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<MetricVerdict> {
  try {
    const { reading, query } = await ask(canary, metric, context, signal);
    if ('missing' in reading) return missingValue(metric, query, `Halt advancement no values found for custom metric: ${metric.name}: ${reading.missing}`);
    context.observed(metric.name, reading.value);
    return judgeCustom(canary, metric, { value: reading.value, query });
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return failedCheck(metric.name, error.message.charAt(0).toUpperCase() + error.message.slice(1));
  }
}

async function ask(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<{ reading: Reading; query: string }> {
  const { title, template, client } = await loadTemplate(canary, metric, context, signal);
  const query = await told(`${title} query render error`, () => renderQuery(template.spec.query, queryModel(canary, metric, context.route)));
  return { query, reading: await told(`metric query failed for ${metric.name}`, () => readValue(client, query, signal)) };
}
