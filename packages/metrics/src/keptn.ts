import { CanaryError, sleep } from '@flagger/sdk';
import type { HttpResponse, KubernetesApi, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { isDone, refusalOf } from './api-answer.ts';
import { queryFailed } from './failures.ts';
import { parseKeptnQuery } from './keptn-query.ts';
import type { KeptnAnalysis, KeptnMetric } from './keptn-query.ts';
import { JsonAnswer } from './read-json.ts';

const ROOT = '/apis/metrics.keptn.sh/v1beta1/namespaces';
const POLL_MS = 1000;
const POLLS = 10;

/** Keptn's KeptnMetric and Analysis objects. @source flagger pkg/metrics/providers/keptn.go */
export const keptn: MetricProviderFactory = {
  types: ['keptn'],
  create: env => {
    if (env.api === undefined) throw new CanaryError('Invalid', 'never', 'could not initialize KeptnProvider: there is no access to the Kubernetes API');
    return new KeptnProvider(env, env.api);
  },
};

class KeptnProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #api: KubernetesApi;

  constructor(env: MetricProviderEnv, api: KubernetesApi) {
    this.#env = env;
    this.#api = api;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const parsed = parseKeptnQuery(query);
    return parsed.kind === 'metric' ? this.#metric(parsed, signal) : this.#analysis(parsed, signal);
  }

  /** Keptn counts as present. */
  probe(): Promise<void> {
    return Promise.resolve();
  }

  async #metric({ namespace, name }: KeptnMetric, signal: AbortSignal): Promise<number> {
    const id = `${namespace}/${name}`;
    const answer = await this.#api.send({ method: 'GET', path: `${ROOT}/${namespace}/keptnmetrics/${name}` }, signal);
    if (!isDone(answer)) throw queryFailed(`could not retrieve KeptnMetric ${id}: ${refusalOf(answer)}`);
    const text = JsonAnswer.read(answer.body).at('status', 'value');
    if (typeof text !== 'string' || text === '') throw queryFailed(`could not retrieve KeptnMetric - no value found in resource ${id}`);
    const value = Number(text);
    if (Number.isNaN(value)) throw queryFailed(`could not parse value of KeptnMetric ${id}: ${JSON.stringify(text)} is no number`);
    return value;
  }

  /** 1 where the analysis passes, else 0. The object is deleted whatever comes of it. */
  async #analysis(analysis: KeptnAnalysis, signal: AbortSignal): Promise<number> {
    const { namespace, name, duration, args } = analysis;
    const own = `${name}-${this.#env.clock.uuid().slice(0, 6)}`;
    const body = JSON.stringify({
      apiVersion: 'metrics.keptn.sh/v1beta1',
      kind: 'Analysis',
      metadata: { name: own, namespace },
      spec: { analysisDefinition: { name }, timeframe: { recent: duration }, args },
    });
    const created = await this.#api.send({ method: 'POST', path: `${ROOT}/${namespace}/analyses`, body }, signal);
    if (!isDone(created)) throw queryFailed(`could not create Keptn Analysis ${namespace}/${own}: ${refusalOf(created)}`);
    const path = `${ROOT}/${namespace}/analyses/${own}`;
    try {
      return await this.#waitFor(path, `${namespace}/${own}`, signal);
    } finally {
      await this.#remove(path);
    }
  }

  async #waitFor(path: string, id: string, signal: AbortSignal): Promise<number> {
    for (let poll = 0; poll < POLLS; poll++) {
      await sleep(this.#env.clock, POLL_MS, signal);
      const answer = await this.#api.send({ method: 'GET', path }, signal);
      if (!isDone(answer)) throw queryFailed(`could not check status of created Keptn Analysis ${id}: ${refusalOf(answer)}`);
      const status = JsonAnswer.read(answer.body);
      if (status.at('status', 'state') === 'Completed') return status.at('status', 'pass') === true ? 1 : 0;
    }
    throw queryFailed(`encountered timeout while waiting for Keptn Analysis ${id} to be finished`);
  }

  /** Also after an abort: nobody else knows of the object. */
  async #remove(path: string): Promise<void> {
    const answer = await this.#api.send({ method: 'DELETE', path }, new AbortController().signal).catch((error: unknown): HttpResponse => ({ status: 0, headers: {}, body: String(error) }));
    if (!isDone(answer) && answer.status !== 404) this.#env.logger.warn('A Keptn Analysis could not be deleted', { path, error: refusalOf(answer) });
  }
}
