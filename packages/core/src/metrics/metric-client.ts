import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { Canary, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { redact, SECRET_NAME, secretsOfUrl } from '../calls/redact.ts';
import { guardedClient } from './guarded-client.ts';
import type { Guard } from './guarded-client.ts';
import { BUILTIN_TYPE } from './metric-context.ts';
import type { MetricContext } from './metric-context.ts';
import { canaryName } from './names.ts';

/** Which service, with which credentials, for which window and canary. */
export type MetricClientRequest = Pick<MetricProviderEnv, 'spec' | 'credentials' | 'interval'> & { readonly canary: Canary };

/** Keys of Secrets that name somebody, and hide nothing. */
const OPEN_KEYS = ['ca.crt', 'newrelic_account_id', 'org', 'project', 'tls.crt', 'username'];

/**
 * The client for a MetricTemplate's provider.
 *
 * @throws CanaryError UnknownMetricProvider, Invalid
 * @differs Flagger takes Prometheus for a type that it doesn't know: `check-metrics.test.ts` "an unknown type is refused"
 */
export function metricClient(request: MetricClientRequest, context: MetricContext): MetricProvider {
  const { metricFactories, http, kubernetesApi: api, clock, logger } = context;
  const factory = factoryFor(request.spec.type, metricFactories);
  const secrets = secretsOf(request);
  try {
    const client = factory.create({ ...request, http, api, clock, logger });
    return guardedClient(client, { type: request.spec.type, secrets, shared: sharing(request, factory, context) }, context);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    throw new CanaryError(error.code, error.retry, redact(error.message, secrets));
  }
}

/** The Prometheus of the canary or of the operator, or what is wrong with its address. @source flagger scheduler_metrics.go observers.NewFactory */
export function operatorClient(canary: Canary, context: MetricContext): MetricProvider | { readonly problem: string } {
  const address = canary.spec.metricsServer || context.metricsServer;
  try {
    return metricClient({ spec: { type: BUILTIN_TYPE, address }, credentials: {}, interval: '', canary }, context);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return { problem: `Error building Prometheus client for ${address.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/s, '')} ${error.message}` };
  }
}

function factoryFor(type: string, factories: MetricContext['metricFactories']): MetricProviderFactory {
  const factory = factories.get(type);
  if (factory !== undefined) return factory;
  const known = [...factories.keys()].sort().join(', ');
  throw new CanaryError('UnknownMetricProvider', 'never', `unknown metrics provider "${type}" in spec.provider.type; loaded: ${known}`);
}

function secretsOf({ spec, credentials }: MetricClientRequest): readonly string[] {
  const headers = Object.entries(spec.headers ?? {}).flatMap(([name, values]) => (SECRET_NAME.test(name) ? values : []));
  const hidden = Object.entries(credentials).flatMap(([name, value]) => (OPEN_KEYS.includes(name) ? [] : [value]));
  const { username, password } = credentials;
  return [...hidden, `${username ?? ''}:${password ?? ''}`, ...secretsOfUrl(spec.address ?? ''), ...headers];
}

function sharing({ spec, credentials, interval, canary }: MetricClientRequest, { perCanary = false }: MetricProviderFactory, { answers }: MetricContext): Guard['shared'] {
  if (perCanary || answers === undefined) return undefined;
  const keyOf = (query: string): Promise<string> => digest(JSON.stringify([spec, Object.entries(credentials).toSorted(([a], [b]) => (a < b ? -1 : 1)), interval, query]));
  return { answers, asker: canaryName(canary), keyOf };
}

/** Nothing of it can be read back. */
async function digest(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('base64');
}
