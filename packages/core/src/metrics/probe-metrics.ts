import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';
import { isBuiltin } from './check-metrics.ts';
import { loadTemplate, templateId } from './load-template.ts';
import { builtinClient, metricClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { told } from './told.ts';

/**
 * Asks every metric service whether it answers: undefined where all do, else what is wrong with the first that doesn't.
 *
 * @source flagger scheduler_metrics.go checkMetricProviderAvailability; "avaiable" is Flagger's spelling
 */
export async function probeMetrics(canary: Canary, context: MetricContext, signal: AbortSignal): Promise<string | undefined> {
  try {
    for (const metric of canary.spec.analysis.metrics ?? []) await probe(canary, metric, context, signal);
    return undefined;
  } catch (error) {
    if (isCanaryError(error)) return error.message.replace(/^Metric template/, 'metric template');
    throw error;
  }
}

async function probe(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<void> {
  if (isBuiltin(metric)) await told('prometheus not avaiable', () => builtinClient(canary, context).probe(signal));
  if (metric.templateRef === undefined) return;
  const { template, credentials } = await loadTemplate(canary, metric, context.reader, signal);
  const id = templateId(canary, metric);
  const { provider } = template.spec;
  const client = await told(`metric template ${id} provider ${provider.type} error`, () =>
    metricClient({ spec: provider, credentials, interval: metric.interval ?? '' }, context));
  await told(`${provider.type} in metric template ${id} not avaiable`, () => client.probe(signal));
}
