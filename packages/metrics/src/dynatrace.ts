import { CanaryError } from '@flagger/sdk';
import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { requireKey } from './credentials.ts';
import { noValues, queryFailed, shorten } from './failures.ts';
import { intervalOf, lookBack } from './query-window.ts';
import { JsonAnswer } from './read-json.ts';
import { ServiceAddress } from './service-address.ts';

const TIMEOUT_MS = 5000;

/** Dynatrace's metrics API; a Secret has `dynatrace_token`. The query is a metric selector. @source flagger pkg/metrics/providers/dynatrace.go */
export const dynatrace: MetricProviderFactory = {
  types: ['dynatrace'],
  create: env => {
    if (!env.spec.address) throw new CanaryError('Invalid', 'never', 'dynatrace endpoint is not set');
    const token = requireKey(env, 'dynatrace_token', 'dynatrace credentials does not contain dynatrace_token');
    return new DynatraceProvider(env, new ServiceAddress('dynatrace', env.spec.address), token, intervalOf(env));
  },
};

class DynatraceProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #address: ServiceAddress;
  readonly #token: string;
  readonly #intervalMs: number;

  constructor(env: MetricProviderEnv, address: ServiceAddress, token: string, intervalMs: number) {
    this.#env = env;
    this.#address = address;
    this.#token = token;
    this.#intervalMs = intervalMs;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const { fromS, toS } = lookBack(this.#env.clock, this.#intervalMs);
    const parameters = { metricSelector: query, resolution: 'Inf', from: `${fromS}000`, to: `${toS}000` };
    const { status, body } = await this.#get(this.#address.join('/api/v2/metrics/query', parameters), signal);
    // Flagger's own words: it prints an error that it does not have.
    if (status !== 200) throw queryFailed(`error response: ${shorten(body)}: %!w(<nil>)`);
    return lastSeries(body);
  }

  async probe(signal: AbortSignal): Promise<void> {
    const { status, body } = await this.#get(this.#address.join('/api/v2/metrics', { pageSize: '1' }), signal);
    if (status !== 200) throw queryFailed(`error response: ${shorten(body)}`);
  }

  #get(url: string, signal: AbortSignal): Promise<HttpResponse> {
    return this.#env.http.send({ method: 'GET', url, headers: { Authorization: `Api-Token ${this.#token}` }, timeoutMs: TIMEOUT_MS }, signal);
  }
}

/**
 * The first value of the last series.
 *
 * @differs a null is no value; Flagger reads 0: `empty-answers.test.ts` "a null is no value"
 */
function lastSeries(body: string): number {
  const value = JsonAnswer.read(body).numberAt('result', 0, 'data', -1, 'values', 0);
  if (value === undefined) throw noValues(body);
  return value;
}
