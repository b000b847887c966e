import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { requireKey } from './credentials.ts';
import { noValues, queryFailed, shorten } from './failures.ts';
import { intervalOf } from './query-window.ts';
import { JsonAnswer } from './read-json.ts';
import { ServiceAddress } from './service-address.ts';

const DEFAULT_ADDRESS = 'https://insights-api.newrelic.com';
const TIMEOUT_MS = 5000;

/** New Relic's Insights API; a Secret has `newrelic_account_id` and `newrelic_query_key`. @source flagger pkg/metrics/providers/newrelic.go */
export const newrelic: MetricProviderFactory = {
  types: ['newrelic'],
  create: env => {
    const account = requireKey(env, 'newrelic_account_id', "newrelic credentials does not contain the key 'newrelic_account_id'");
    // Flagger's own words, too.
    const key = requireKey(env, 'newrelic_query_key', "newrelic credentials does not contain the key ''newrelic_query_key");
    return new NewRelicProvider(env, account, key, Math.floor(intervalOf(env) / 1000));
  },
};

class NewRelicProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #address: ServiceAddress;
  readonly #account: string;
  readonly #key: string;
  readonly #windowS: number;

  constructor(env: MetricProviderEnv, account: string, key: string, windowS: number) {
    this.#env = env;
    this.#address = new ServiceAddress('newrelic', env.spec.address || DEFAULT_ADDRESS);
    this.#account = account;
    this.#key = key;
    this.#windowS = windowS;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const { status, body } = await this.#ask(query, signal);
    // Flagger's own words: it prints an error that it does not have.
    if (status !== 200) throw queryFailed(`error response: ${shorten(body)}: %!w(<nil>)`);
    return onlyResult(body);
  }

  async probe(signal: AbortSignal): Promise<void> {
    const { status, body } = await this.#ask('SELECT * FROM Metric', signal);
    if (status !== 200) throw queryFailed(`error response: ${shorten(body)}`);
  }

  #ask(query: string, signal: AbortSignal): Promise<HttpResponse> {
    const url = this.#address.join(`/v1/accounts/${encodeURIComponent(this.#account)}/query`, { nrql: `${query} SINCE ${this.#windowS} seconds ago` });
    return this.#env.http.send({ method: 'GET', url, headers: { ...this.#address.headers, 'X-Query-Key': this.#key }, timeoutMs: TIMEOUT_MS }, signal);
  }
}

function onlyResult(body: string): number {
  const answer = JsonAnswer.read(body);
  const value = answer.numberAt('results', 0, 'result');
  if (value === undefined || answer.listAt('results')?.length !== 1) throw noValues(body);
  return value;
}
