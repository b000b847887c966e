import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sleep } from '@flagger/sdk';
import type { ApiState } from '../api-state.ts';
import type { Fault, Faults } from '../faults/faults.ts';
import type { JsonValue } from '../json.ts';
import type { RequestJournal } from '../journal/request-journal.ts';
import { StatusError } from '../status-error.ts';
import type { WatchHub } from '../watch/watch-hub.ts';
import type { Answer, StreamAnswer } from './answer.ts';
import { readRequest } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';
import { dispatch } from './dispatch.ts';
import { parseBody, readBytes } from './read-body.ts';

/** What a listener serves. */
export interface Served {
  readonly state: ApiState;
  readonly hub: WatchHub;
  readonly journal: RequestJournal;
  readonly faults: Faults;
  /** User names by bearer token. */
  readonly users: ReadonlyMap<string, string>;
}

const DEFAULT_USER = 'admin';

/** Serves the API on a port of the loopback interface. */
export class ApiListener {
  readonly #served: Served;
  #server: Server | undefined;
  #closing = new AbortController();
  #inFlight = 0;

  constructor(served: Served) {
    this.#served = served;
  }

  /** Requests under way, watches left out. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Begins to listen; resolves to the port. Port 0 lets the system choose. */
  async open(port: number): Promise<number> {
    this.#closing = new AbortController();
    const server = createServer({ keepAlive: true, keepAliveTimeout: 0 }, (message, response) => void this.#serve(message, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.#server = server;
    return (server.address() as AddressInfo).port; // a TCP server's address is no pipe's name
  }

  /** Breaks all connections off and stops listening. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#closing.abort();
    await new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = readRequest(message, token => this.#served.users.get(token) ?? DEFAULT_USER);
    const isWatch = request.verb === 'watch';
    if (!isWatch) this.#countUntilClosed(response);
    const exchange = { request, response, receivedAtMs: this.#served.state.clock.now() };
    try {
      await this.#exchange(exchange, await readBytes(message));
    } catch (error) {
      // The client went away, or this listener closes: nobody is there to be told.
      if (!response.destroyed && !this.#closing.signal.aborted) throw error;
    }
  }

  #countUntilClosed(response: ServerResponse): void {
    this.#inFlight += 1;
    response.once('close', () => (this.#inFlight -= 1));
  }

  async #exchange(exchange: Exchange, bytes: Buffer): Promise<void> {
    const fault = this.#served.faults.faultFor(exchange.request);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'delay') await sleep(this.#served.state.clock, fault.delayMs, this.#closing.signal);
    let body: JsonValue | undefined;
    try {
      body = parseBody(bytes, exchange.request.contentType);
      if (fault?.kind === 'drop') return this.#drop(exchange, body);
      if (fault?.kind === 'status') throw statusOf(fault);
      this.#answer(exchange, body, dispatch(this.#served.state, this.#served.hub, exchange.request, body), fault);
    } catch (error) {
      this.#refuse(exchange, body, error);
    }
  }

  #answer(exchange: Exchange, body: JsonValue | undefined, answer: Answer | StreamAnswer, fault: Fault | undefined): void {
    if ('open' in answer) {
      this.#note(exchange, 200, body);
      return answer.open(exchange.response);
    }
    this.#note(exchange, answer.code, body, answer);
    if (fault?.kind === 'drop-answer') {
      exchange.response.destroy();
      return;
    }
    send(exchange.response, answer);
  }

  #refuse(exchange: Exchange, body: JsonValue | undefined, error: unknown): void {
    const status = error instanceof StatusError ? error : new StatusError(500, 'InternalError', `Internal error occurred: ${error instanceof Error ? error.stack : String(error)}`);
    this.#note(exchange, status.code, body);
    const retryAfter = status.details?.retryAfterSeconds;
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    send(exchange.response, { code: status.code, body: JSON.stringify(status.toStatus()), headers });
  }

  #drop(exchange: Exchange, body: JsonValue | undefined): void {
    this.#note(exchange, 0, body);
    exchange.response.destroy();
  }

  #note(exchange: Exchange, code: number, requestBody: JsonValue | undefined, answer?: Answer): void {
    const { request, receivedAtMs } = exchange;
    const result = answer?.result;
    this.#served.journal.note(request, { receivedAtMs, code, ...(requestBody === undefined ? {} : { requestBody }), ...(result === undefined ? {} : { result }) });
  }
}

interface Exchange {
  readonly request: ApiRequest;
  readonly response: ServerResponse;
  readonly receivedAtMs: number;
}

function statusOf(fault: Extract<Fault, { kind: 'status' }>): StatusError {
  const { code, reason = 'InternalError', message = `injected fault ${code}`, retryAfterSeconds } = fault;
  return new StatusError(code, reason, message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.code, { 'content-type': answer.contentType ?? 'application/json', ...answer.headers });
  response.end(answer.body);
}
