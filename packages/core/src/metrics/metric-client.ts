import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { Canary, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { BUILTIN_TYPE } from './metric-context.ts';
import type { MetricContext } from './metric-context.ts';

/** Which service, with which credentials, for which window. */
export type MetricClientRequest = Pick<MetricProviderEnv, 'spec' | 'credentials' | 'interval'>;

/**
 * The client for a MetricTemplate's provider.
 *
 * @throws CanaryError UnknownMetricProvider, Invalid
 * @differs Flagger takes Prometheus for a type that it doesn't know: `check-metrics.test.ts` "an unknown type is refused"
 */
export function metricClient(request: MetricClientRequest, { metricFactories, http, kubernetesApi: api, clock, logger }: MetricContext): MetricProvider {
  const factory = factoryFor(request.spec.type, metricFactories);
  return factory.create({ ...request, http, api, clock, logger });
}

/** The Prometheus of the canary or of the operator, or what is wrong with its address. @source flagger scheduler_metrics.go observers.NewFactory */
export function operatorClient(canary: Canary, context: MetricContext): MetricProvider | { readonly problem: string } {
  const address = canary.spec.metricsServer || context.metricsServer;
  try {
    return metricClient({ spec: { type: BUILTIN_TYPE, address }, credentials: {}, interval: '' }, context);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return { problem: `Error building Prometheus client for ${address} ${error.message}` };
  }
}

function factoryFor(type: string, factories: MetricContext['metricFactories']): MetricProviderFactory {
  const factory = factories.get(type);
  if (factory !== undefined) return factory;
  const known = [...factories.keys()].sort().join(', ');
  throw new CanaryError('UnknownMetricProvider', 'never', `unknown metrics provider "${type}" in spec.provider.type; loaded: ${known}`);
}
