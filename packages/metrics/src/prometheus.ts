import { STATUS_CODES } from 'node:http';
import { isCanaryError } from '@flagger/sdk';
import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { basicOf } from './credentials.ts';
import { queryFailed, shorten } from './failures.ts';
import { parseGoFloat } from './go-float.ts';
import { JsonAnswer } from './read-json.ts';
import { ServiceAddress } from './service-address.ts';

const TIMEOUT_MS = 5000;

/** Prometheus, and everything that speaks its HTTP API. @source flagger pkg/metrics/providers/prometheus.go */
export const prometheus: MetricProviderFactory = {
  types: ['prometheus'],
  create: env => {
    const address = new ServiceAddress('prometheus', env.spec.address ?? '');
    return new PrometheusProvider(env, address, authorization(env) ?? address.headers['Authorization']);
  },
};

class PrometheusProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #address: ServiceAddress;
  readonly #authorization: string | undefined;

  constructor(env: MetricProviderEnv, address: ServiceAddress, credentials: string | undefined) {
    this.#env = env;
    this.#address = address;
    this.#authorization = credentials;
  }

  async query(query: string, signal: AbortSignal): Promise<number | 'no-values'> {
    const { spec, http } = this.#env;
    const url = this.#address.join('/api/v1/query', { query: query.replace(/[\t\n\f\r ]+/g, ' ') });
    const answer = await http.send({ method: 'GET', url, headers: this.#headers(), timeoutMs: TIMEOUT_MS, insecureSkipVerify: spec.insecureSkipVerify ?? false }, signal);
    return lastValue(answer);
  }

  async probe(signal: AbortSignal): Promise<void> {
    const value = await this.query('vector(1)', signal).catch((error: unknown) => {
      throw isCanaryError(error) ? queryFailed(`running query failed: ${error.message}`, error) : error;
    });
    if (value === 'no-values') throw queryFailed('running query failed: no values found');
    if (value !== 1) throw queryFailed('value is not 1 for query: vector(1)');
  }

  /** @differs credentials of the Secret take the place of a header of the template; Flagger sends both: `prometheus.test.ts` "goes before" */
  #headers(): Record<string, string | readonly string[]> {
    const headers = Object.entries(this.#env.spec.headers ?? {});
    if (this.#authorization === undefined) return Object.fromEntries(headers);
    return { ...Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'authorization')), Authorization: this.#authorization };
  }
}

/** A bearer token goes before user and password. @throws CanaryError Invalid, where a Secret has neither */
function authorization(env: MetricProviderEnv): string | undefined {
  const { token } = env.credentials;
  if (env.spec.secretRef === undefined || token === undefined) return basicOf('prometheus', env);
  return token === '' ? undefined : `Bearer ${token}`;
}

/**
 * The last sample of an instant vector.
 *
 * @differs an answer without samples that is none of Prometheus is a failure; Flagger takes it for one without values: `prometheus.test.ts` "%s is a failure"
 * @throws CanaryError QueryFailed
 */
function lastValue({ status, body }: HttpResponse): number | 'no-values' {
  if (status >= 400) throw queryFailed(`error response: Status ${status} ${STATUS_CODES[status] ?? ''}: ${shorten(body)}`);
  const answer = JsonAnswer.read(body);
  if (answer.at('data', 'result') === null) return 'no-values';
  const result = answer.listAt('data', 'result') ?? malformed(body, 'data.result is no list');
  if (result.some(item => typeof item !== 'object' || item === null)) malformed(body, 'a result is no object');
  if (result.some((_, at) => answer.at('data', 'result', at, 'values') !== undefined)) throw queryFailed('query returned multiple values');
  if (result.length === 0) return 'no-values';
  const text = answer.at('data', 'result', -1, 'value', 1);
  const value = typeof text === 'string' ? parseSample(text) : malformed(body, 'a value is no string');
  return Number.isNaN(value) ? 'no-values' : value;
}

/** @throws CanaryError QueryFailed */
function parseSample(text: string): number {
  const value = parseGoFloat(text);
  if (value === undefined) throw queryFailed(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  return value;
}

function malformed(body: string, reason: string): never {
  throw queryFailed(`error unmarshaling result: ${reason}, '${shorten(body)}'`);
}
