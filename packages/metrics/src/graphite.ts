import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { isCanaryError } from '@flagger/sdk';
import { basicOf } from './credentials.ts';
import { queryFailed, shorten } from './failures.ts';
import { encodeForm } from './form-encoding.ts';
import { parseGoFloat } from './go-float.ts';
import { JsonAnswer } from './read-json.ts';
import { ServiceAddress } from './service-address.ts';

const TIMEOUT_MS = 5000;

/** Graphite's render API. The query is a query string, such as `target=…&from=-5min`. @source flagger pkg/metrics/providers/graphite.go */
export const graphite: MetricProviderFactory = {
  types: ['graphite'],
  create: env => new GraphiteProvider(env, new ServiceAddress('graphite', env.spec.address ?? ''), basicOf('graphite', env)),
};

class GraphiteProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #address: ServiceAddress;
  readonly #authorization: string | undefined;

  constructor(env: MetricProviderEnv, address: ServiceAddress, authorization: string | undefined) {
    this.#env = env;
    this.#address = address;
    this.#authorization = authorization;
  }

  async query(query: string, signal: AbortSignal): Promise<number | 'no-values'> {
    const parameters = new URLSearchParams(query.replace(/[\t\n\f\r ]+/g, ' '));
    parameters.set('format', 'json');
    const { http, spec } = this.#env;
    const headers = this.#authorization === undefined ? this.#address.headers : { Authorization: this.#authorization };
    const url = `${this.#address.join('/render')}?${encodeForm(parameters)}`;
    return lastValue(await http.send({ method: 'GET', url, headers, timeoutMs: TIMEOUT_MS, insecureSkipVerify: spec.insecureSkipVerify ?? false }, signal));
  }

  async probe(signal: AbortSignal): Promise<void> {
    try {
      await this.query('target=test', signal);
    } catch (error) {
      if (!isCanaryError(error)) throw error;
      throw queryFailed(`running query failed: ${error.message}`, error);
    }
  }
}

/** The last value that is not null, of all series. */
function lastValue({ status, body }: HttpResponse): number | 'no-values' {
  if (status >= 400) throw queryFailed(`error response: ${shorten(body)}`);
  const answer = JsonAnswer.read(body);
  if (answer.at() === null) return 'no-values';
  const values = (answer.listAt() ?? malformed(body, 'no list of series')).flatMap((_, at) => (answer.listAt(at, 'datapoints') ?? []).map(point => valueOf(point, body)));
  return values.findLast(value => value !== null) ?? 'no-values';
}

/** @differs the text NaN is an error; in Flagger it passes every check: `empty-answers.test.ts` "%s: %j with status %p" */
function valueOf(point: unknown, body: string): number | null {
  if (!Array.isArray(point) || point.length !== 2) return malformed(body, 'a data point is no pair');
  const [value] = point as readonly unknown[];
  if (value === null) return null;
  const number = typeof value === 'string' ? parseGoFloat(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : malformed(body, `${JSON.stringify(value)} is no number`);
}

function malformed(body: string, reason: string): never {
  throw queryFailed(`error unmarshaling result: ${reason}, '${shorten(body)}'`);
}
