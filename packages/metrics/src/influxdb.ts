import { STATUS_CODES } from 'node:http';
import { CanaryError } from '@flagger/sdk';
import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { firstRow } from './annotated-csv.ts';
import type { FluxRow } from './annotated-csv.ts';
import { isDone } from './api-answer.ts';
import { requireKey } from './credentials.ts';
import { queryFailed, shorten } from './failures.ts';
import { ServiceAddress } from './service-address.ts';

const TIMEOUT_MS = 15_000;
const PROBE = 'from(bucket: "default") |> range(start: -2h)';
/** What versions 2 and 1.8 say of a bucket that is not there. */
const NO_BUCKET = /could not find bucket|no database$/;
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
  readonly #address: ServiceAddress;
  readonly #org: string;
  readonly #token: string;

  constructor(env: MetricProviderEnv, address: ServiceAddress, { token, org }: { token: string; org: string }) {
    this.#env = env;
    this.#address = address;
    this.#org = org;
    this.#token = token;
  }

  async query(query: string, signal: AbortSignal): Promise<number | 'no-values'> {
    const answer = await this.#ask(query, signal);
    if (!isDone(answer)) throw refused(reasonOf(answer));
    return valueOf(readRow(answer.body));
  }

  /** @differs a server that knows the token, and has no bucket named default, is online; in Flagger it is not: `empty-answers.test.ts` "has no bucket" */
  async probe(signal: AbortSignal): Promise<void> {
    const answer = await this.#ask(PROBE, signal);
    if (isDone(answer)) return;
    const reason = reasonOf(answer);
    if (!NO_BUCKET.test(reason)) throw refused(reason);
  }

  #ask(query: string, signal: AbortSignal): Promise<HttpResponse> {
    const headers = { 'Content-Type': 'application/json', 'Accept-Encoding': 'gzip', ...(this.#token === '' ? this.#address.headers : { Authorization: `Token ${this.#token}` }) };
    const body = JSON.stringify({ dialect: DIALECT, query, type: 'flux' });
    const url = this.#address.join('/api/v2/query', { org: this.#org });
    return this.#env.http.send({ method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS }, signal);
  }
}

function refused(reason: string): CanaryError {
  return queryFailed(`error accessing influxdb query api: ${reason}`);
}

/** InfluxDB says why in JSON, version 1.8 in one text without a code; proxies before it do not. */
function reasonOf({ status, body }: HttpResponse): string {
  const { code, message, error } = readRefusal(body);
  if (typeof code === 'string' && typeof message === 'string') return `${code}: ${message}`;
  return `${status} ${STATUS_CODES[status] ?? ''}: ${shorten(typeof error === 'string' ? error : body)}`;
}

function readRefusal(body: string): { readonly code?: unknown; readonly message?: unknown; readonly error?: unknown } {
  try {
    return body.startsWith('{') ? (JSON.parse(body) as object) : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
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
 * @differs an answer without rows has no value, and an error among the rows is one; Flagger reads 0 of both: `empty-answers.test.ts` "no row is no value"
 */
function valueOf(row: FluxRow | undefined): number | 'no-values' {
  if (row === undefined) return 'no-values';
  const error = row.get('error');
  // Errors come as rows of their own; a tag may have that name, too.
  if (error !== undefined && !row.has('_value')) throw refused(error.text);
  const record = [...row].map(([name, { text }]) => `${name}:${text}`).toSorted().join(',');
  const { text = '', type = '' } = row.get('_value') ?? {};
  if (type !== 'double') throw queryFailed(`invalid response: ${shorten(record)}; _value is of type ${type || 'none'}, allowed: double`);
  if (text === '') throw new CanaryError('NoValues', 'later', `invalid response: ${shorten(record)}: no values found`);
  return Number(text.replace(/Inf$/, 'Infinity'));
}
