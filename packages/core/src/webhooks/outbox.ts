import { isCanaryError } from '@flagger/sdk';
import type { Logger } from '@flagger/sdk';

/** Sends messages in the background, so that no tick waits for a slow receiver. */
export interface Outbox {
  /** Queues one message; messages of one lane go out one at a time, in order. */
  post(lane: string, send: (signal: AbortSignal) => Promise<void>): void;
  /** Resolves when nothing is left to send. */
  idle(): Promise<void>;
  /** Sends no more: what goes out right now is cut off, what waits is dropped. */
  close(): void;
}

/** How much an outbox holds. */
export interface OutboxOptions {
  readonly logger: Logger;
  /** Messages of one lane that may wait; beyond, the oldest is dropped and said so. Default 256. */
  readonly laneLimit?: number;
}

type Send = (signal: AbortSignal) => Promise<void>;

/** An outbox; a lane is a receiver of one canary, such as `web.prod/slack`. */
export function createOutbox({ logger, laneLimit = 256 }: OutboxOptions): Outbox {
  return new LaneOutbox(logger, laneLimit);
}

/** What waits for one receiver. */
interface Lane {
  readonly waiting: Send[];
  dropped: number;
}

class LaneOutbox implements Outbox {
  readonly #logger: Logger;
  readonly #laneLimit: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #stop = new AbortController();
  readonly #idlers: (() => void)[] = [];

  constructor(logger: Logger, laneLimit: number) {
    this.#logger = logger;
    this.#laneLimit = laneLimit;
  }

  post(name: string, send: Send): void {
    const lane = this.#lanes.get(name);
    if (lane !== undefined) return this.#enqueue(name, lane, send);
    const fresh: Lane = { waiting: [send], dropped: 0 };
    this.#lanes.set(name, fresh);
    void this.#drain(name, fresh);
  }

  idle(): Promise<void> {
    return this.#lanes.size === 0 ? Promise.resolve() : new Promise(resolve => void this.#idlers.push(resolve));
  }

  close(): void {
    this.#stop.abort();
  }

  #enqueue(name: string, lane: Lane, send: Send): void {
    lane.waiting.push(send);
    if (lane.waiting.length <= this.#laneLimit) return;
    lane.waiting.shift();
    // A receiver that is down would fill the log: the rest is told as a number, once the lane is through.
    if (lane.dropped === 0) this.#logger.warn('Too many messages wait, the oldest is dropped', { lane: name, limit: this.#laneLimit });
    lane.dropped += 1;
  }

  async #drain(name: string, lane: Lane): Promise<void> {
    for (let send = lane.waiting.shift(); send !== undefined && !this.#stop.signal.aborted; send = lane.waiting.shift()) {
      await this.#deliver(name, send);
    }
    if (lane.dropped > 0) this.#logger.warn('Messages were dropped', { lane: name, count: lane.dropped });
    this.#lanes.delete(name);
    if (this.#lanes.size > 0) return;
    for (const wake of this.#idlers.splice(0)) wake();
  }

  async #deliver(name: string, send: Send): Promise<void> {
    try {
      await send(this.#stop.signal);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      // Nobody awaits a message: its failure ends here, and the next goes out. Senders tell expected failures themselves.
      this.#logger.error('A message was lost', { lane: name, error: isCanaryError(error) ? error.message : String(error) });
    }
  }
}
