import { STATUS_CODES } from 'node:http';
import { CanaryError } from '@flagger/sdk';
import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { firstRow } from './annotated-csv.ts';
import type { FluxRow } from './annotated-csv.ts';
import { requireKey } from './credentials.ts';
import { queryFailed, shorten } from './failures.ts';
import { ServiceAddress } from './service-address.ts';

const TIMEOUT_MS = 15_000;
const PROBE = 'from(bucket: "default") |> range(start: -2h)';
const DIALECT = { annotations: ['datatype', 'group', 'default'], delimiter: ',', header: true };

/** InfluxDB 2 with Flux; a Secret has `token` and `org`. @source flagger pkg/metrics/providers/influxdb.go */
export const influxdb: MetricProviderFactory = {
  types: ['influxdb'],
  create: env => {
    const address = new ServiceAddress('influxdb', env.spec.address ?? '');
    if (env.spec.secretRef === undefined) return new InfluxDbProvider(env, address, { token: '', org: '' });
    const token = requireKey(env, 'token', 'influxdb credentials does not contain an authentication token');
    const org = requireKey(env, 'org', 'influxdb credentials does not contain an organisation');
    return new InfluxDbProvider(env, address, { token, org });
  },
};

class InfluxDbProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #url: string;
  readonly #token: string;

  constructor(env: MetricProviderEnv, address: ServiceAddress, { token, org }: { token: string; org: string }) {
    this.#env = env;
    this.#url = address.join('/api/v2/query', { org });
    this.#token = token;
  }

  async query(query: string, signal: AbortSignal): Promise<number | 'no-values'> {
    const { body } = await this.#ask(query, signal);
    return valueOf(readRow(body));
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.#ask(PROBE, signal);
  }

  async #ask(query: string, signal: AbortSignal): Promise<HttpResponse> {
    const headers = { 'Content-Type': 'application/json', ...(this.#token !== '' && { Authorization: `Token ${this.#token}` }) };
    const body = JSON.stringify({ dialect: DIALECT, query, type: 'flux' });
    const answer = await this.#env.http.send({ method: 'POST', url: this.#url, headers, body, timeoutMs: TIMEOUT_MS }, signal);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw queryFailed(`error accessing influxdb query api: ${refusal(answer)}`);
  }
}

/** InfluxDB says why in JSON; proxies before it do not. */
function refusal({ status, body }: HttpResponse): string {
  try {
    const { code, message } = JSON.parse(body) as { readonly code?: unknown; readonly message?: unknown };
    if (typeof code === 'string' && typeof message === 'string') return `${code}: ${message}`;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return `${status} ${STATUS_CODES[status] ?? ''}: ${shorten(body)}`;
}

function readRow(body: string): FluxRow | undefined {
  try {
    return firstRow(body);
  } catch (error) {
    throw queryFailed(`error unmarshaling result: ${error instanceof Error ? error.message : String(error)}, '${shorten(body)}'`, error);
  }
}

/**
 * The row's `_value`, which must be a double.
 *
 * @differs an answer without rows has no value; Flagger reads 0: `empty-answers.test.ts` "no row is no value"
 */
function valueOf(row: FluxRow | undefined): number | 'no-values' {
  if (row === undefined) return 'no-values';
  const error = row.get('error');
  if (error !== undefined) throw queryFailed(`error accessing influxdb query api: ${error.text}`);
  const record = [...row].map(([name, { text }]) => `${name}:${text}`).toSorted().join(',');
  const { text = '', type = '' } = row.get('_value') ?? {};
  if (type !== 'double') throw queryFailed(`invalid response: ${shorten(record)}; _value is of type ${type || 'none'}, allowed: double`);
  if (text === '') throw new CanaryError('NoValues', 'later', `invalid response: ${shorten(record)}: no values found`);
  return Number(text.replace(/Inf$/, 'Infinity'));
}
