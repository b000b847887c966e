import { isCanaryError, sleep } from '@flagger/sdk';
import type { Clock, Logger } from '@flagger/sdk';
import { Backoff } from '../api/backoff.ts';
import type { ApiRequest } from '../api/api-request.ts';
import { waitFor } from '../cache/wait.ts';
import type { Cluster } from '../cluster.ts';
import { EventCorrelator } from './event-correlator.ts';
import type { Correlated } from './event-correlator.ts';
import { EventLane } from './event-lane.ts';
import type { EventNote } from './event-note.ts';

/** How an event sink works. */
export interface EventSinkOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** `source.component` of the Events. Default `flagger`. */
  readonly component?: string;
  /** How many Events may wait; further ones are dropped. Default 10 000. */
  readonly capacity?: number;
}

/** Writes Kubernetes Events beside everything else, those of one canary one after the other. */
export interface EventSink {
  /** Never waits and never fails: an Event that cannot be written is dropped, with a line in the log. */
  record(note: EventNote): void;
  /** Resolves when nothing is left to write. */
  flush(signal: AbortSignal): Promise<void>;
  /** Drops what is left. */
  close(): void;
}

const ATTEMPTS = 12;
const CAPACITY = 10_000;

/** How many are written side by side: one at a time, the Events of a thousand rollouts would come minutes late. */
const LANES = 8;
const WAITS = { firstMs: 500, longestMs: 10_000 };

/** Makes a sink. Its requests have no part in the client-side rate limit: they neither wait for ticks nor delay them. */
export function createEventSink(cluster: Pick<Cluster, 'request'>, options: EventSinkOptions): EventSink {
  return new QueuedEventSink(cluster, options);
}

class QueuedEventSink implements EventSink {
  readonly #cluster: Pick<Cluster, 'request'>;
  readonly #options: EventSinkOptions;
  readonly #correlator: EventCorrelator;
  readonly #lanes = Array.from({ length: LANES }, () => new EventLane<Correlated>(event => this.#deliverOrDrop(event)));
  readonly #closed = new AbortController();

  constructor(cluster: Pick<Cluster, 'request'>, options: EventSinkOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#correlator = new EventCorrelator(options.component ?? 'flagger', options.clock);
  }

  record(note: EventNote): void {
    if (this.#closed.signal.aborted) return;
    const correlated = this.#correlator.correlate(note);
    if (correlated === undefined) return;
    const waiting = this.#lanes.reduce((sum, lane) => sum + lane.waiting, 0);
    if (waiting >= (this.#options.capacity ?? CAPACITY)) return this.#drop(correlated, 'too many Events are waiting');
    this.#laneOf(note)?.add(correlated);
  }

  async flush(signal: AbortSignal): Promise<void> {
    await waitFor(Promise.all(this.#lanes.map(async ({ working }) => working)), signal);
  }

  close(): void {
    this.#closed.abort();
    for (const lane of this.#lanes) lane.clear();
  }

  /** A canary's Events all go the same way, so that they keep their order. */
  #laneOf({ canary: { metadata: { namespace = '', name } } }: EventNote): EventLane<Correlated> | undefined {
    let sum = 0;
    for (const letter of `${namespace}/${name}`) sum += letter.charCodeAt(0);
    return this.#lanes[sum % LANES];
  }

  async #deliverOrDrop(correlated: Correlated): Promise<void> {
    const { signal } = this.#closed;
    await this.#deliver(correlated, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#drop(correlated, error instanceof Error ? error.message : String(error));
    });
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
