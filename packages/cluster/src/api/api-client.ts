import { once } from 'node:events';
import { types } from 'node:util';
import { CanaryError, isCanaryError, sleep } from '@flagger/sdk';
import type { Clock } from '@flagger/sdk';
import got from 'got';
import type { OptionsOfTextResponseBody, PlainResponse, Response } from 'got';
import type { Connection } from '../access/connection.ts';
import { apiError } from './api-error.ts';
import { describeRequest, METHODS } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { retryAfterMs } from './retry-after.ts';
import { brokeWhileIdle, wireError } from './wire-error.ts';

/** Told about every answer; `code` is the HTTP status, or 0 where none came. */
export type RequestListener = (verb: string, code: number, resource: string) => void;

/** What the client works with. */
export interface ApiClientParts {
  readonly connection: Connection;
  readonly limiter: RateLimiter;
  /** Whether to lift the limit once the server shows that it shares itself out fairly among its clients. */
  readonly trustsFairServer: boolean;
  readonly clock: Clock;
  readonly onRequest: RequestListener;
}

type GotOptions = Pick<OptionsOfTextResponseBody, 'method' | 'agent' | 'signal' | 'body' | 'headers' | 'retry' | 'throwHttpErrors' | 'followRedirect'>;

const REQUEST_MS = 60_000;
const CONNECT_MS = 10_000;
const ATTEMPTS = 4;

/**
 * Sent by API servers with Priority and Fairness: they queue a client that asks too much, and in the end answer 429.
 *
 * @differs Flagger keeps to its default limit in front of them, too, and 300 rollouts at once take three times as long as one:
 * `api-client.test.ts` "leaves the limit to a server that is fair, unless one was asked for"
 */
const FAIR_SERVER = 'x-kubernetes-pf-flowschema-uid';

/** Speaks to the API server: credentials, rate limit, a few retries where the server asks for patience, errors in our words. */
export class ApiClient {
  readonly #parts: ApiClientParts;

  constructor(parts: ApiClientParts) {
    this.#parts = parts;
  }

  /** One exchange; resolves with the parsed body. @throws CanaryError ApiForbidden, ApiUnavailable, AlreadyExists, Conflict, Invalid, MissingResourceType, NotFound */
  async send<T>(request: ApiRequest, signal: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#exchange(request, signal);
      const { statusCode: status, body } = response;
      if (response.ok) return parseBody<T>(request, body);
      const waitMs = attempt < ATTEMPTS ? this.#waitMs(response, attempt) : undefined;
      if (waitMs === undefined) throw apiError(request, { status, body });
      await sleep(this.#parts.clock, waitMs, signal);
    }
  }

  /** Opens a stream and gives its text piece by piece, until the server ends it. @throws CanaryError as `send`; ApiUnavailable when nothing arrives for `idleMs` */
  async *stream(request: ApiRequest, idleMs: number, signal: AbortSignal): AsyncGenerator<string> {
    const { url, options } = await this.#prepare(request, signal);
    const stream = got.stream(url, { ...options, timeout: { connect: CONNECT_MS, response: REQUEST_MS, socket: idleMs } });
    // Errors come out of the iteration below; one that comes after its end must not end the process.
    stream.on('error', () => undefined);
    try {
      const [response] = await once(stream, 'response') as [PlainResponse];
      this.#parts.onRequest(request.verb, response.statusCode, request.resource);
      stream.setEncoding('utf8');
      if (response.statusCode !== 200) throw await this.#refusal(request, response.statusCode, stream);
      for await (const chunk of stream) yield String(chunk);
    } catch (error) {
      throw this.#failure(request, error, signal);
    } finally {
      stream.destroy();
    }
  }

  async #exchange(request: ApiRequest, signal: AbortSignal): Promise<Response<string>> {
    const { url, options } = await this.#prepare(request, signal);
    const send = (): Promise<Response<string>> => got(url, { ...options, timeout: { connect: CONNECT_MS, request: REQUEST_MS }, responseType: 'text' });
    try {
      const response = await send().catch((error: unknown) => {
        if (request.verb !== 'create' && brokeWhileIdle(error)) return send();
        throw error;
      });
      this.#parts.onRequest(request.verb, response.statusCode, request.resource);
      if (this.#parts.trustsFairServer && FAIR_SERVER in response.headers) this.#parts.limiter.lift();
      return response;
    } catch (error) {
      throw this.#failure(request, error, signal);
    }
  }

  async #prepare(request: ApiRequest, signal: AbortSignal): Promise<{ url: string; options: GotOptions }> {
    if (request.unmetered !== true) await this.#parts.limiter.take(signal);
    const { headers, agent } = await this.#parts.connection.authenticate(request.verb === 'watch' ? 'watch' : 'request');
    signal.throwIfAborted();
    const type = request.verb === 'patch' ? 'application/merge-patch+json' : 'application/json';
    const content = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    return {
      url: `${this.#parts.connection.server}${request.path}${queryString(request.query)}`,
      options: {
        method: METHODS[request.verb], agent, signal, ...content,
        headers: { 'user-agent': 'flagger', accept: 'application/json', ...(request.body === undefined ? {} : { 'content-type': type }), ...headers },
        retry: { limit: 0 }, throwHttpErrors: false, followRedirect: false,
      },
    };
  }

  #waitMs(response: Response<string>, attempt: number): number | undefined {
    if (response.statusCode === 401 && attempt === 1) {
      this.#parts.connection.forgetCredentials();
      return 0;
    }
    return retryAfterMs(response.statusCode, response.headers['retry-after']);
  }

  async #refusal(request: ApiRequest, status: number, stream: AsyncIterable<unknown>): Promise<Error> {
    if (status === 401) this.#parts.connection.forgetCredentials();
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    return apiError(request, { status, body });
  }

  #failure(request: ApiRequest, error: unknown, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    if (isCanaryError(error) || !types.isNativeError(error) || !('code' in error)) return error;
    this.#parts.onRequest(request.verb, 0, request.resource);
    return wireError(request, this.#parts.connection.server, error);
  }
}

function parseBody<T>(request: ApiRequest, body: string): T {
  try {
    // The caller names the type that its request is answered with.
    return (body === '' ? undefined : JSON.parse(body)) as T;
  } catch (cause) {
    throw new CanaryError('ApiUnavailable', 'later', `${describeRequest(request)}: the answer is not JSON`, { cause });
  }
}

function queryString(query: ApiRequest['query']): string {
  return query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
}
