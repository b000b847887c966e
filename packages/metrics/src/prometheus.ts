import { STATUS_CODES } from 'node:http';
import { CanaryError } from '@flagger/sdk';
import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';

const TIMEOUT_MS = 5000;

interface Sample {
  readonly value?: readonly [time: number, value: string];
  readonly values?: unknown;
}

/** Prometheus, and everything that speaks its HTTP API. @source flagger pkg/metrics/providers/prometheus.go */
export const prometheus: MetricProviderFactory = {
  types: ['prometheus'],
  create: env => {
    const address = env.spec.address ?? '';
    if (!URL.canParse(address)) throw new CanaryError('Invalid', 'never', `prometheus address ${address} is not a valid URL`);
    return new PrometheusProvider(env, authorization(env));
  },
};

class PrometheusProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #authorization: string | undefined;

  constructor(env: MetricProviderEnv, credentials: string | undefined) {
    this.#env = env;
    this.#authorization = credentials;
  }

  async query(query: string, signal: AbortSignal): Promise<number | 'no-values'> {
    const { spec, http } = this.#env;
    const address = new URL(spec.address ?? '');
    const url = `${address.origin}${address.pathname.replace(/\/$/, '')}/api/v1/query?query=${encodeURIComponent(query.replace(/\s+/g, ' '))}`;
    const headers = { ...spec.headers, ...(this.#authorization !== undefined && { Authorization: this.#authorization }) };
    const answer = await http.send({ method: 'GET', url, headers, timeoutMs: TIMEOUT_MS, insecureSkipVerify: spec.insecureSkipVerify ?? false }, signal);
    return lastValue(answer);
  }

  async probe(signal: AbortSignal): Promise<void> {
    const value = await this.query('vector(1)', signal).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CanaryError('QueryFailed', 'later', `running query failed: ${reason}`, { cause: error });
    });
    if (value !== 1) throw new CanaryError('QueryFailed', 'later', 'value is not 1 for query: vector(1)');
  }
}

/** A bearer token goes before user and password. @throws CanaryError Invalid, where a Secret has neither */
function authorization({ spec, credentials }: MetricProviderEnv): string | undefined {
  if (spec.secretRef === undefined) return undefined;
  const { token, username, password } = credentials;
  if (token !== undefined) return `Bearer ${token}`;
  if (username === undefined || password === undefined) {
    throw new CanaryError('Invalid', 'later', `prometheus credentials does not contain a ${username === undefined ? 'username' : 'password'}`);
  }
  return username !== '' && password !== '' ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` : undefined;
}

/** The last sample of an instant vector. @throws CanaryError QueryFailed */
function lastValue({ status, body }: HttpResponse): number | 'no-values' {
  if (status >= 400) throw new CanaryError('QueryFailed', 'later', `error response: Status ${status} ${STATUS_CODES[status] ?? ''}: ${body}`);
  const result = samples(body);
  if (result.some(sample => sample.values !== undefined)) throw new CanaryError('QueryFailed', 'never', 'query returned multiple values');
  const text = result.at(-1)?.value?.[1];
  const value = text === undefined ? Number.NaN : parseFloatText(text);
  return Number.isNaN(value) ? 'no-values' : value;
}

function samples(body: string): readonly Sample[] {
  try {
    const { data } = JSON.parse(body) as { readonly data?: { readonly result?: unknown } };
    if (!Array.isArray(data?.result)) return malformed(body, 'data.result is no list');
    return data.result.every(item => typeof item === 'object' && item !== null) ? (data.result as Sample[]) : malformed(body, 'a result is no object');
  } catch (error) {
    if (error instanceof SyntaxError) return malformed(body, error.message, error);
    throw error;
  }
}

function malformed(body: string, reason: string, cause?: Error): never {
  throw new CanaryError('QueryFailed', 'later', `error unmarshaling result: ${reason}, '${body.slice(0, 200)}'`, { cause });
}

function parseFloatText(text: string): number {
  if (/^\+?Inf$/i.test(text)) return Number.POSITIVE_INFINITY;
  return /^-Inf$/i.test(text) ? Number.NEGATIVE_INFINITY : Number(text);
}
