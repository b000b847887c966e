import { STATUS_CODES } from 'node:http';
import { CanaryError } from '@flagger/sdk';
import type { HttpRequest, HttpResponse, MetricProvider, MetricProviderEnv, MetricProviderFactory, WebMetricProvider } from '@flagger/sdk';
import { isDone } from './api-answer.ts';
import { queryFailed, shorten } from './failures.ts';
import { secretHeaders, secretTls } from './secret-headers.ts';
import { ServiceAddress } from './service-address.ts';
import { readWebRequest } from './web-request.ts';
import { webValue } from './web-value.ts';

const TIMEOUT_S = 5;
/** What a service that is there, but for us, answers; others only dislike a request without a query. */
const CLOSED = [401, 403, 407];

/** Any server that answers in JSON. The query's first line is a path, what follows is a body. */
export const web: MetricProviderFactory = {
  types: ['web'],
  create: env => {
    const { web: how } = env.spec;
    if (how?.jsonPath === undefined && how?.expression === undefined) {
      throw new CanaryError('Invalid', 'never', 'web provider has neither spec.provider.web.jsonPath nor spec.provider.web.expression');
    }
    return new WebProvider(env, how, new ServiceAddress('web', env.spec.address ?? ''));
  },
};

class WebProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #how: WebMetricProvider;
  readonly #address: ServiceAddress;

  constructor(env: MetricProviderEnv, how: WebMetricProvider, address: ServiceAddress) {
    this.#env = env;
    this.#how = how;
    this.#address = address;
  }

  async query(query: string, signal: AbortSignal): Promise<number | 'no-values'> {
    const answer = await this.#send(readWebRequest(query, this.#address, this.#how), signal);
    if (!isDone(answer)) throw queryFailed(`error response: Status ${statusOf(answer)}: ${shorten(answer.body)}`);
    return webValue(answer.body, this.#how);
  }

  /** A GET of the address itself: nothing else is known to be without effect. */
  async probe(signal: AbortSignal): Promise<void> {
    const answer = await this.#send({ method: 'GET', url: this.#address.join('') }, signal);
    if (answer.status >= 500 || CLOSED.includes(answer.status)) throw queryFailed(`error response: Status ${statusOf(answer)}: ${shorten(answer.body)}`);
  }

  #send(request: Pick<HttpRequest, 'method' | 'url' | 'body'>, signal: AbortSignal): Promise<HttpResponse> {
    const { spec, http } = this.#env;
    const headers = { Accept: 'application/json', ...(request.body !== undefined && { 'Content-Type': 'application/json' }), ...secretHeaders(this.#env, this.#address) };
    const timeoutMs = (spec.timeoutSeconds ?? TIMEOUT_S) * 1000;
    return http.send({ ...request, headers, timeoutMs, insecureSkipVerify: spec.insecureSkipVerify ?? false, tls: secretTls(this.#env) }, signal);
  }
}

function statusOf({ status }: HttpResponse): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
}
