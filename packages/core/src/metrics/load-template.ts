import { CanaryError, METRIC_TEMPLATES } from '@flagger/sdk';
import type { Canary, CanaryMetric, MetricProvider, MetricTemplate, NamespacedRef, ObjectReader } from '@flagger/sdk';
import { metricClient } from './metric-client.ts';
import type { MetricContext } from './metric-context.ts';
import { readSecret } from './read-secret.ts';
import { told } from './told.ts';

/** A MetricTemplate, and the client for its service. */
export interface LoadedTemplate {
  /** `metric template NAME.NAMESPACE`, for messages. */
  readonly title: string;
  readonly template: MetricTemplate;
  readonly client: MetricProvider;
}

/**
 * The template of a metric; its namespace is the canary's where the reference has none, and its Secret's is its own.
 *
 * @throws CanaryError in Flagger's words, which begin with `metric template`
 * @source flagger scheduler_metrics.go runMetricChecks
 */
export async function loadTemplate(canary: Canary, metric: CanaryMetric, context: MetricContext, signal: AbortSignal): Promise<LoadedTemplate> {
  const { name, namespace: given }: NamespacedRef = metric.templateRef ?? { name: '' };
  const key = { namespace: given || (canary.metadata.namespace ?? ''), name };
  const title = `metric template ${name}.${key.namespace}`;
  const template = await told(`${title} error`, async () => (await context.reader.get(METRIC_TEMPLATES, key, signal)) ?? missing(`metrictemplate.flagger.app "${name}"`));
  const { provider } = template.spec;
  const secret = provider.secretRef?.name;
  const credentials = secret === undefined ? {} : await told(`${title} secret ${secret} error`, () => secretData(secret, key.namespace, context.reader, signal));
  const client = await told(`${title} provider ${provider.type} error`, () => metricClient({ spec: provider, credentials, interval: metric.interval ?? '', canary }, context));
  return { title, template, client };
}

async function secretData(name: string, namespace: string, reader: ObjectReader, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  return (await readSecret(reader, { namespace, name }, signal)) ?? missing(`secrets "${name}"`);
}

function missing(what: string): never {
  throw new CanaryError('NotFound', 'later', `${what} not found`);
}
