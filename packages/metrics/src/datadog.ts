import { STATUS_CODES } from 'node:http';
import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { requireKey } from './credentials.ts';
import { noValues, queryFailed, shorten } from './failures.ts';
import { intervalOf, lookBack } from './query-window.ts';
import { JsonAnswer } from './read-json.ts';
import { ServiceAddress } from './service-address.ts';

const DEFAULT_ADDRESS = 'https://api.datadoghq.com';
const TIMEOUT_MS = 5000;

/** Datadog's query API; a Secret has `datadog_api_key` and `datadog_application_key`. @source flagger pkg/metrics/providers/datadog.go */
export const datadog: MetricProviderFactory = {
  types: ['datadog'],
  create: env => {
    const headers = {
      'DD-API-KEY': requireKey(env, 'datadog_api_key', 'datadog credentials does not contain datadog_api_key'),
      'DD-APPLICATION-KEY': requireKey(env, 'datadog_application_key', 'datadog credentials does not contain datadog_application_key'),
    };
    return new DatadogProvider(env, headers, intervalOf(env));
  },
};

class DatadogProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #address: ServiceAddress;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #intervalMs: number;

  constructor(env: MetricProviderEnv, headers: Readonly<Record<string, string>>, intervalMs: number) {
    this.#env = env;
    this.#address = new ServiceAddress('datadog', env.spec.address || DEFAULT_ADDRESS);
    this.#headers = headers;
    this.#intervalMs = intervalMs;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const { fromS, toS } = lookBack(this.#env.clock, this.#intervalMs);
    const { status, body } = await this.#get(this.#address.join('/api/v1/query', { query, from: String(fromS), to: String(toS) }), signal);
    if (status !== 200) throw queryFailed(`error response: ${shorten(body)}: ${status} ${STATUS_CODES[status] ?? ''}`);
    return oldestValue(body);
  }

  async probe(signal: AbortSignal): Promise<void> {
    const { status, body } = await this.#get(this.#address.join('/api/v1/validate'), signal);
    if (status !== 200) throw queryFailed(`error response: ${shorten(body)}`);
  }

  #get(url: string, signal: AbortSignal): Promise<HttpResponse> {
    return this.#env.http.send({ method: 'GET', url, headers: { ...this.#address.headers, ...this.#headers }, timeoutMs: TIMEOUT_MS }, signal);
  }
}

/**
 * The first point of the first series: the newest is often incomplete.
 *
 * @differs a null is no value; Flagger reads 0: `empty-answers.test.ts` "a null is no value"
 */
function oldestValue(body: string): number {
  const value = JsonAnswer.read(body).numberAt('series', 0, 'pointlist', 0, 1);
  if (value === undefined) throw noValues(body);
  return value;
}
