import type { HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import { requireKey } from './credentials.ts';
import { noValues, queryFailed, shorten } from './failures.ts';
import { googleToken } from './google-token.ts';
import { JsonAnswer } from './read-json.ts';

const ADDRESS = 'https://monitoring.googleapis.com';
const TIMEOUT_MS = 30_000;

/** Google Cloud Monitoring with MQL; a Secret has `project` and perhaps `serviceAccountKey`. @source flagger pkg/metrics/providers/stackdriver.go */
export const stackdriver: MetricProviderFactory = {
  types: ['stackdriver'],
  create: env => new StackdriverProvider(env, env.spec.secretRef === undefined ? '' : requireKey(env, 'project', 'stackdriver credentials does not contain a project id')),
};

class StackdriverProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #project: string;

  constructor(env: MetricProviderEnv, project: string) {
    this.#env = env;
    this.#project = project;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const answer = await this.#ask(query, signal);
    if (answer.status !== 200) throw queryFailed(`error requesting stackdriver: ${refusal(answer)}`);
    return firstPoint(answer.body);
  }

  /** An empty query is refused by a service that answers. */
  async probe(signal: AbortSignal): Promise<void> {
    const answer = await this.#ask('', signal);
    if (answer.status === 200 || codeOf(answer) === 'InvalidArgument') return;
    throw queryFailed(`unexpected status code: ${codeOf(answer)}`);
  }

  async #ask(query: string, signal: AbortSignal): Promise<HttpResponse> {
    const { credentials, http } = this.#env;
    const token = await googleToken(credentials['serviceAccountKey'], http, signal);
    return http.send(
      {
        method: 'POST',
        url: `${ADDRESS}/v3/projects/${encodeURIComponent(this.#project)}/timeSeries:query`,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ query }),
        timeoutMs: TIMEOUT_MS,
      },
      signal,
    );
  }
}

/** @differs whole numbers are read too; Flagger takes them for 0: `clouds.test.ts` "a whole number" */
function firstPoint(body: string): number {
  const answer = JsonAnswer.read(body);
  const value = answer.at('timeSeriesData', 0, 'pointData', 0, 'values', 0, 'doubleValue') ?? answer.at('timeSeriesData', 0, 'pointData', 0, 'values', 0, 'int64Value');
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw noValues(body);
  return number;
}

function refusal({ status, body }: HttpResponse): string {
  const message = body.startsWith('{') ? JsonAnswer.read(body).at('error', 'message') : undefined;
  return typeof message === 'string' ? message : `${status} ${shorten(body)}`.trim();
}

/** Google's word as gRPC writes it, such as PermissionDenied, or the number of the HTTP status. */
function codeOf({ status, body }: HttpResponse): string {
  const code = body.startsWith('{') ? JsonAnswer.read(body).at('error', 'status') : undefined;
  return typeof code === 'string' ? code.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()) : String(status);
}
