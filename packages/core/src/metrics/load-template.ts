import { CanaryError, METRIC_TEMPLATES } from '@flagger/sdk';
import type { Canary, CanaryMetric, MetricTemplate, ObjectReader } from '@flagger/sdk';
import { readSecret } from './read-secret.ts';

/** `NAME.NAMESPACE` of a metric's template; the namespace is the canary's where the reference has none. */
export function templateId(canary: Canary, { templateRef }: CanaryMetric): string {
  return `${templateRef?.name ?? ''}.${templateRef?.namespace || (canary.metadata.namespace ?? '')}`;
}

/** The template of a metric, with the data of its Secret. @throws CanaryError NotFound, in Flagger's words */
export async function loadTemplate(
  canary: Canary,
  metric: CanaryMetric,
  reader: ObjectReader,
  signal: AbortSignal,
): Promise<{ template: MetricTemplate; credentials: Readonly<Record<string, string>> }> {
  const name = metric.templateRef?.name ?? '';
  const namespace = metric.templateRef?.namespace || (canary.metadata.namespace ?? '');
  const id = templateId(canary, metric);
  const template = await reader.get(METRIC_TEMPLATES, { namespace, name }, signal);
  if (template === undefined) throw new CanaryError('NotFound', 'later', `Metric template ${id} error: metrictemplate.flagger.app "${name}" not found`);
  const secret = template.spec.provider.secretRef?.name;
  if (secret === undefined) return { template, credentials: {} };
  const credentials = await readSecret(reader, { namespace, name: secret }, signal);
  if (credentials === undefined) throw new CanaryError('NotFound', 'later', `Metric template ${id} secret ${secret} error: secrets "${secret}" not found`);
  return { template, credentials };
}
