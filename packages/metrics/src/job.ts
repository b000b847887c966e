import { CanaryError, sleep } from '@flagger/sdk';
import type { Canary, HttpResponse, KubernetesApi, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { isDone, refusalOf } from './api-answer.ts';
import { queryFailed } from './failures.ts';
import { readJob } from './job-manifest.ts';
import { JsonAnswer } from './read-json.ts';

const POLL_MS = 1000;
/** A metric may take half a minute before its canary's tick runs out of time. */
const TIMEOUT_S = 30;
/** Kubernetes puts a suffix to the names of Pods, and labels hold 63 characters. */
const LONGEST_NAME = 52;

/**
 * A Kubernetes Job, made from the query in the canary's namespace: 1 where it completes, 0 where it fails. The operator's role does not
 * allow it unless somebody adds the rule: who writes MetricTemplates could otherwise run anything by the operator's hand.
 */
export const job: MetricProviderFactory = {
  types: ['job'],
  perCanary: true,
  create: env => {
    if (env.api === undefined) throw new CanaryError('Invalid', 'never', 'job provider: there is no access to the Kubernetes API');
    if (env.canary === undefined) throw new CanaryError('Invalid', 'never', 'job provider: there is no canary to run a Job for');
    return new JobProvider(env, env.api, env.canary);
  },
};

class JobProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #api: KubernetesApi;
  readonly #canary: Canary;

  constructor(env: MetricProviderEnv, api: KubernetesApi, canary: Canary) {
    this.#env = env;
    this.#api = api;
    this.#canary = canary;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const { clock, spec: { timeoutSeconds = TIMEOUT_S } } = this.#env;
    const name = `${this.#canary.metadata.name.slice(0, LONGEST_NAME - 9).replace(/[.-]+$/, '')}-${clock.uuid().slice(0, 8)}`;
    const manifest = await readJob(query, { name, canary: this.#canary, timeoutSeconds });
    const id = `${manifest.metadata.namespace ?? ''}/${name}`;
    const path = jobsOf(this.#canary);
    const until = clock.now() + timeoutSeconds * 1000;
    let refused = false;
    try {
      const created = await this.#api.send({ method: 'POST', path, body: JSON.stringify(manifest) }, signal);
      refused = !isDone(created);
      if (refused) throw queryFailed(`could not create Job ${id}: ${refusalOf(created)}`);
      return await this.#waitFor(`${path}/${name}`, { id, until }, signal);
    } finally {
      // Without an answer, it may be there all the same.
      if (!refused) await this.#remove(`${path}/${name}`);
    }
  }

  /** Whether Jobs are there to be read. */
  async probe(signal: AbortSignal): Promise<void> {
    const answer = await this.#api.send({ method: 'GET', path: `${jobsOf(this.#canary)}/flagger-probe` }, signal);
    if (!isDone(answer) && answer.status !== 404) throw queryFailed(`Jobs can't be read: ${refusalOf(answer)}`);
  }

  async #waitFor(path: string, { id, until }: { readonly id: string; readonly until: number }, signal: AbortSignal): Promise<number> {
    const { clock } = this.#env;
    while (clock.now() < until) {
      await sleep(clock, POLL_MS, signal);
      const answer = await this.#api.send({ method: 'GET', path }, signal);
      if (!isDone(answer)) throw queryFailed(`could not check Job ${id}: ${refusalOf(answer)}`);
      const outcome = outcomeOf(JsonAnswer.read(answer.body).listAt('status', 'conditions') ?? []);
      if (outcome !== undefined) return outcome;
    }
    throw new CanaryError('TimedOut', 'later', `Job ${id} has not ended after ${this.#env.spec.timeoutSeconds ?? TIMEOUT_S}s; spec.provider.timeoutSeconds allows more`);
  }

  /** Also after an abort: nobody else waits for the Job. Its Pods go with it. */
  async #remove(path: string): Promise<void> {
    const request = { method: 'DELETE', path: `${path}?propagationPolicy=Background` } as const;
    const answer = await this.#api.send(request, new AbortController().signal).catch((error: unknown): HttpResponse => ({ status: 0, headers: {}, body: String(error) }));
    if (!isDone(answer) && answer.status !== 404) this.#env.logger.warn('A Job could not be deleted', { path, error: refusalOf(answer) });
  }
}

function jobsOf({ metadata: { namespace = '' } }: Canary): string {
  return `/apis/batch/v1/namespaces/${namespace}/jobs`;
}

/** 1 or 0 where it has ended. */
function outcomeOf(conditions: readonly unknown[]): 1 | 0 | undefined {
  const holds = (type: string): boolean => conditions.some(each => typeof each === 'object' && each !== null && 'type' in each && each.type === type && 'status' in each && each.status === 'True');
  if (holds('Complete')) return 1;
  return holds('Failed') ? 0 : undefined;
}
