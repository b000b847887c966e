import { isCanaryError, sleep } from '@flagger/sdk';
import type { Clock, Logger } from '@flagger/sdk';
import { Backoff } from '../api/backoff.ts';
import type { ApiRequest } from '../api/api-request.ts';
import { waitFor } from '../cache/wait.ts';
import type { Cluster } from '../cluster.ts';
import { EventCorrelator } from './event-correlator.ts';
import type { Correlated } from './event-correlator.ts';
import type { EventNote } from './event-note.ts';

/** How an event sink works. */
export interface EventSinkOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** `source.component` of the Events. Default `flagger`. */
  readonly component?: string;
  /** How many Events may wait; further ones are dropped. Default 1000. */
  readonly capacity?: number;
}

/** Writes Kubernetes Events about canaries, one after the other, beside everything else. */
export interface EventSink {
  /** Never waits and never fails: an Event that cannot be written is dropped, with a line in the log. */
  record(note: EventNote): void;
  /** Resolves when nothing is left to write. */
  flush(signal: AbortSignal): Promise<void>;
  /** Drops what is left. */
  close(): void;
}

const ATTEMPTS = 12;
const WAITS = { firstMs: 500, longestMs: 10_000 };

/** Makes a sink. Its requests have no part in the client-side rate limit: they neither wait for ticks nor delay them. */
export function createEventSink(cluster: Pick<Cluster, 'request'>, options: EventSinkOptions): EventSink {
  return new QueuedEventSink(cluster, options);
}

class QueuedEventSink implements EventSink {
  readonly #cluster: Pick<Cluster, 'request'>;
  readonly #options: EventSinkOptions;
  readonly #correlator: EventCorrelator;
  readonly #queue: Correlated[] = [];
  readonly #closed = new AbortController();
  #working: Promise<void> | undefined;

  constructor(cluster: Pick<Cluster, 'request'>, options: EventSinkOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#correlator = new EventCorrelator(options.component ?? 'flagger', options.clock);
  }

  record(note: EventNote): void {
    if (this.#closed.signal.aborted) return;
    const correlated = this.#correlator.correlate(note);
    if (correlated === undefined) return;
    if (this.#queue.length >= (this.#options.capacity ?? 1000)) return this.#drop(correlated, 'too many Events are waiting');
    this.#queue.push(correlated);
    this.#working ??= this.#work();
  }

  async flush(signal: AbortSignal): Promise<void> {
    if (this.#working !== undefined) await waitFor(this.#working, signal);
  }

  close(): void {
    this.#closed.abort();
    this.#queue.length = 0;
  }

  async #work(): Promise<void> {
    const { signal } = this.#closed;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const current = next;
      await this.#deliver(current, signal).catch((error: unknown) => {
        if (!signal.aborted) this.#drop(current, error instanceof Error ? error.message : String(error));
      });
    }
    this.#working = undefined;
  }

  async #deliver(correlated: Correlated, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(WAITS, this.#options.clock);
    let repeated = correlated.repeated;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#cluster.request(repeated ? countRequest(correlated) : createRequest(correlated), signal);
        return;
      } catch (error) {
        // The Event that is counted has expired on the server.
        if (repeated && isCanaryError(error, 'NotFound')) repeated = false;
        else if (attempt === ATTEMPTS || !isCanaryError(error, 'ApiUnavailable')) throw error;
        else await sleep(this.#options.clock, backoff.nextMs(), signal);
      }
    }
  }

  #drop({ key, event }: Correlated, reason: string): void {
    this.#correlator.forget(key);
    this.#options.logger.warn('Kubernetes Event dropped', { canary: `${event.involvedObject.name}.${event.involvedObject.namespace}`, reason });
  }
}

function createRequest({ event }: Correlated): ApiRequest {
  const { namespace } = event.metadata;
  return { verb: 'create', path: `/api/v1/namespaces/${namespace}/events`, resource: 'events', namespace, body: event, unmetered: true };
}

function countRequest({ event }: Correlated): ApiRequest {
  const { namespace, name } = event.metadata;
  const { count, message, lastTimestamp } = event;
  return {
    verb: 'patch', path: `/api/v1/namespaces/${namespace}/events/${name}`, resource: 'events', namespace, name,
    body: { count, message, lastTimestamp }, unmetered: true,
  };
}
