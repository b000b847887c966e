import type { JsonObject, JsonValue } from '../json.ts';
import type { ApiRequest, Verb } from '../http/api-request.ts';

/** One request that the server answered. */
export interface RequestRecord {
  readonly verb: Verb;
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly path: string;
  readonly group: string;
  readonly version: string;
  /** Plural name; '' for paths that name no resource. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly user: string;
  readonly userAgent: string;
  /** When it came in, in milliseconds of the server's clock. */
  readonly receivedAtMs: number;
  /** HTTP status; 0 where the connection broke off. */
  readonly code: number;
  readonly requestBody?: JsonValue;
  /** What a successful write stored, or the last state of what it deleted. */
  readonly result?: JsonObject;
}

/** How a request ended. */
export interface RequestEnd {
  readonly receivedAtMs: number;
  readonly code: number;
  readonly requestBody?: JsonValue;
  readonly result?: JsonObject;
}

/** The requests that the server answered, oldest first. A watch is noted when it opens. */
export class RequestJournal {
  readonly #limit: number;
  readonly #listeners = new Set<(record: RequestRecord) => void>();
  #records: RequestRecord[] = [];
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The latest requests; older ones than the limit are forgotten. */
  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  /** How many requests there were since the last reset, forgotten ones included. */
  get total(): number {
    return this.#total;
  }

  /** The successful and refused writes among the records. */
  get writes(): readonly RequestRecord[] {
    return this.#records.filter(record => record.method !== 'GET');
  }

  /** Notes a request. */
  note(request: ApiRequest, end: RequestEnd): void {
    const record = recordOf(request, end);
    this.#total += 1;
    this.#records.push(record);
    if (this.#records.length > 2 * this.#limit) this.#records = this.#records.slice(-this.#limit);
    for (const listener of this.#listeners) listener(record);
  }

  /** Forgets all requests. */
  reset(): void {
    this.#records = [];
    this.#total = 0;
  }

  /** Calls `listener` with each request that ends from now on; the returned function ends that. */
  subscribe(listener: (record: RequestRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function recordOf(request: ApiRequest, end: RequestEnd): RequestRecord {
  const { verb, method, url, path, user, userAgent, target } = request;
  const { group = '', version = '', plural = '', namespace = '', name = '', subresource = '' } = target ?? {};
  return { verb, method, url, path, group, version, resource: plural, namespace, name, subresource, user, userAgent, ...end };
}
