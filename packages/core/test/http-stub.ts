import { CanaryError } from '@flagger/sdk';
import type { Clock, HttpClient, HttpRequest, HttpResponse, Logger } from '@flagger/sdk';

type Reply = number | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } | CanaryError;

/** An HTTP client that answers from a list, the last reply for ever. */
export class StubHttp implements HttpClient {
  readonly requests: HttpRequest[] = [];
  readonly #replies: Reply[];

  constructor(...replies: Reply[]) {
    this.#replies = replies;
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const reply = (this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0]) ?? 200;
    if (reply instanceof Error) return Promise.reject(reply);
    const { status, body = '', headers = {} } = typeof reply === 'number' ? { status: reply } : reply;
    return Promise.resolve({ status, body, headers });
  }

  /** Bodies that were sent, read as JSON. */
  get sent(): unknown[] {
    return this.requests.map(({ body = 'null' }) => JSON.parse(body) as unknown);
  }
}

export const refused = new CanaryError('HttpFailed', 'later', 'connect ECONNREFUSED http://hook');

/** A clock on which every wait is over at once; it remembers how long each was. */
export class InstantClock implements Clock {
  readonly waits: number[] = [];
  #now = Date.parse('2026-05-01T10:00:00Z');

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    this.waits.push(delayMs);
    this.#now += delayMs;
    queueMicrotask(run);
    return () => undefined;
  }

  random(): number {
    return 0.5;
  }

  uuid(): string {
    return '00000000-0000-4000-8000-000000000000';
  }
}

/** A logger that keeps what it is told. */
export class MemoryLogger implements Logger {
  /** Messages with their fields. */
  readonly entries: ({ readonly message: string } & Record<string, unknown>)[] = [];

  get lines(): readonly string[] {
    return this.entries.map(({ message }) => message);
  }

  debug(message: string, fields?: Record<string, unknown>): void {
    this.entries.push({ message, ...fields });
  }

  info(message: string, fields?: Record<string, unknown>): void {
    this.entries.push({ message, ...fields });
  }

  warn(message: string, fields?: Record<string, unknown>): void {
    this.entries.push({ message, ...fields });
  }

  error(message: string, fields?: Record<string, unknown>): void {
    this.entries.push({ message, ...fields });
  }

  child(): Logger {
    return this;
  }
}
