import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { isDone, refusalOf } from './api-answer.ts';
import { parseMetricPath } from './external-metric-path.ts';
import { queryFailed, shorten } from './failures.ts';
import { parseQuantity } from './quantity.ts';
import { JsonAnswer } from './read-json.ts';
import { ServiceAddress } from './service-address.ts';

const TIMEOUT_MS = 5000;

/** Asks for a path below `/apis`. */
type Ask = (path: string, signal: AbortSignal) => Promise<HttpResponse>;

/**
 * The external metrics API, of the cluster itself or of an adapter such as Datadog's Cluster Agent.
 *
 * @source flagger pkg/metrics/providers/externalmetrics.go
 */
export const externalMetrics: MetricProviderFactory = {
  types: ['externalmetrics'],
  create: env => new ExternalMetricsProvider(env.spec.address ? askAddress(env, env.spec.address) : askCluster(env)),
};

/** @differs an adapter is not sent the operator's own credentials; Flagger sends them to whatever address a template has: `behind-the-api.test.ts` "nobody else's token" */
function askAddress({ spec, credentials, http }: MetricProviderEnv, text: string): Ask {
  const address = new ServiceAddress('externalmetrics', text);
  const { token = '' } = credentials;
  const headers = { Accept: 'application/json, */*', ...(token !== '' && { Authorization: `Bearer ${token}` }) };
  return (path, signal) => http.send({ method: 'GET', url: address.join(path), headers, timeoutMs: TIMEOUT_MS, insecureSkipVerify: spec.insecureSkipVerify ?? false }, signal);
}

function askCluster({ api }: MetricProviderEnv): Ask {
  if (api === undefined) throw new CanaryError('Invalid', 'never', 'externalmetrics address is not set, and there is no access to the Kubernetes API');
  return (path, signal) => api.send({ method: 'GET', path }, signal);
}

class ExternalMetricsProvider implements MetricProvider {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const answer = await this.#ask(parseMetricPath(query), signal);
    if (!isDone(answer)) throw queryFailed(`error querying external metrics API: ${refusalOf(answer)}`);
    return firstValue(answer.body);
  }

  async probe(signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.#ask(parseMetricPath('kube-system/dummy-metric'), signal);
      if (!isDone(answer)) throw queryFailed(refusalOf(answer));
    } catch (error) {
      if (!isCanaryError(error)) throw error;
      throw queryFailed(`external metrics service unavailable: ${error.message}`, error);
    }
  }
}

function firstValue(body: string): number {
  const answer = JsonAnswer.read(body);
  if ((answer.listAt('items') ?? []).length === 0) throw new CanaryError('NoValues', 'later', 'no external metrics found: no values found');
  const text = answer.at('items', 0, 'value');
  const value = typeof text === 'string' || typeof text === 'number' ? parseQuantity(String(text)) : undefined;
  if (value === undefined) throw queryFailed(`error unmarshaling result: ${JSON.stringify(text)} is no quantity, '${shorten(body)}'`);
  return value;
}
