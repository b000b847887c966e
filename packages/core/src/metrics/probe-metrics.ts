import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';
import { isBuiltin } from './check-metrics.ts';
import { loadTemplate } from './load-template.ts';
import { operatorClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { told } from './told.ts';

/**
 * Asks every metric service whether it answers: undefined where all do, else what is wrong with the first that doesn't.
 *
 * @source flagger scheduler_metrics.go checkMetricProviderAvailability; "avaiable" is Flagger's spelling
 * @differs Prometheus is asked once, however many built-in checks there are: `check-metrics.test.ts` "asked once"
 */
export async function probeMetrics(canary: Canary, context: MetricContext, signal: AbortSignal): Promise<string | undefined> {
  const metrics = canary.spec.analysis.metrics ?? [];
  try {
    if (metrics.some(isBuiltin)) await probePrometheus(canary, context, signal);
    for (const metric of metrics.filter(each => each.templateRef)) await probeTemplate(canary, metric, context, signal);
    return undefined;
  } catch (error) {
    if (isCanaryError(error)) return error.message;
    throw error;
  }
}

async function probePrometheus(canary: Canary, context: MetricContext, signal: AbortSignal): Promise<void> {
  const client = operatorClient(canary, context);
  if ('problem' in client) throw new CanaryError('Invalid', 'never', client.problem.replace(/^E/, 'e'));
  await told('prometheus not avaiable', () => client.probe(signal));
}

async function probeTemplate(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<void> {
  const { title, template, client } = await loadTemplate(canary, metric, context, signal);
  await told(`${template.spec.provider.type} in ${title} not avaiable`, () => client.probe(signal));
}
