import { CanaryError } from '@flagger/sdk';
import type { Canary, MetricProvider, MetricProviderFactory, MetricTemplateProvider } from '@flagger/sdk';
import { BUILTIN_TYPE } from './metric-context.ts';
import type { MetricContext } from './metric-context.ts';

/** Which service, with which credentials, for which window. */
export interface MetricClientRequest {
  readonly spec: MetricTemplateProvider;
  readonly credentials: Readonly<Record<string, string>>;
  readonly interval: string;
}

/**
 * The client for a MetricTemplate's provider.
 *
 * @throws CanaryError UnknownMetricProvider, Invalid
 * @differs Flagger takes Prometheus for a type that it doesn't know; test: metrics "an unknown type is refused"
 */
export function metricClient(request: MetricClientRequest, { metricFactories, http, clock, logger }: MetricContext): MetricProvider {
  const factory = factoryFor(request.spec.type, metricFactories);
  return factory.create({ ...request, http, clock, logger });
}

/** The Prometheus of the operator or of the canary. */
export function builtinClient(canary: Canary, context: MetricContext): MetricProvider {
  const address = canary.spec.metricsServer || context.metricsServer;
  return metricClient({ spec: { type: BUILTIN_TYPE, address }, credentials: {}, interval: '' }, context);
}

function factoryFor(type: string, factories: MetricContext['metricFactories']): MetricProviderFactory {
  const factory = factories.get(type);
  if (factory !== undefined) return factory;
  const known = [...factories.keys()].sort().join(', ');
  throw new CanaryError('UnknownMetricProvider', 'never', `unknown metrics provider "${type}" in spec.provider.type; loaded: ${known}`);
}
