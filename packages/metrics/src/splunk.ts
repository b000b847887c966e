import { CanaryError } from '@flagger/sdk';
import type { MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { requireKey } from './credentials.ts';
import { queryFailed, shorten } from './failures.ts';
import { intervalOf, lookBack } from './query-window.ts';
import { runSignalFlow } from './signal-flow-job.ts';
import type { SignalFlowPoint } from './signal-flow-batch.ts';

const TIMEOUT_MS = 5000;

/** Splunk Observability (SignalFx): the query is a SignalFlow program, and a Secret has `sf_token_key`. @source flagger pkg/metrics/providers/splunk.go */
export const splunk: MetricProviderFactory = {
  types: ['splunk'],
  create: env => {
    const { address = '' } = env.spec;
    if (address === '') throw new CanaryError('Invalid', 'never', 'splunk endpoint is not set');
    if (!URL.canParse(address)) throw new CanaryError('Invalid', 'never', `splunk address ${address} is not a valid URL`);
    return new SplunkProvider(env, address, requireKey(env, 'sf_token_key', 'splunk credentials does not contain sf_token_key'));
  },
};

class SplunkProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #address: string;
  readonly #token: string;
  readonly #intervalMs: number;

  constructor(env: MetricProviderEnv, address: string, token: string) {
    this.#env = env;
    this.#address = address.replace(/\/+$/, '');
    this.#token = token;
    this.#intervalMs = intervalOf(env);
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const { clock } = this.#env;
    const { fromS, toS } = lookBack(clock, this.#intervalMs);
    const url = streamUrl(this.#address);
    return lastValue(await runSignalFlow({ url, token: this.#token, program: query, startMs: fromS * 1000, stopMs: toS * 1000 }, clock, signal));
  }

  async probe(signal: AbortSignal): Promise<void> {
    const url = apiUrl(this.#address);
    const { status, body } = await this.#env.http.send({ method: 'GET', url, headers: { 'X-SF-Token': this.#token }, timeoutMs: TIMEOUT_MS }, signal);
    if (status !== 200) throw queryFailed(`error response: ${shorten(body)}`);
  }
}

/**
 * `https://api.us1.signalfx.com` streams from `wss://stream.us1.signalfx.com/v2/signalflow`.
 *
 * @differs only the scheme is changed; Flagger changes the first `ws`, which may be of a host: `splunk.test.ts` "a host with ws in its name"
 */
function streamUrl(address: string): string {
  return `${address}/v2/signalflow`.replace(/^http/, 'ws').replace('api', 'stream');
}

function apiUrl(address: string): string {
  return `${address}/v2/metric?limit=1`.replace(/^ws/, 'http').replace('stream', 'api');
}

function lastValue(points: readonly SignalFlowPoint[]): number {
  const last = points.at(-1);
  if (last === undefined) throw new CanaryError('NoValues', 'later', 'invalid response: no values found');
  if (points.some(({ series }) => series !== last.series)) throw queryFailed('invalid response: query returned multiple values');
  return last.value;
}
