import { isCanaryError } from '@flagger/sdk';
import type { CancelTimer, Logger } from '@flagger/sdk';

/** That a message wants to be sent again: it sets a timer that calls `resume`. */
export type Pause = (resume: () => void) => CancelTimer;

/** Sends one message; what it throws loses the message, what it gives asks for another attempt, of which there is none where `isLast`. */
export type Send = (signal: AbortSignal, isLast: boolean) => Promise<Pause | void>;

/** Sends messages in the background, so that no tick waits for a slow receiver. */
export interface Outbox {
  /** Queues one message; messages of one lane go out one at a time, in order. One that pauses holds up its lane. */
  post(lane: string, send: Send): void;
  /** Resolves when nothing is left to send, but for lanes that pause. */
  idle(): Promise<void>;
  /** Tries everything once more at once, what pauses too, and nothing again after that; resolves when nothing is left. */
  finish(): Promise<void>;
  /** Sends no more: what goes out right now is cut off, what waits is dropped; both are said. */
  close(): void;
}

/** How much an outbox holds. */
export interface OutboxOptions {
  readonly logger: Logger;
  /** Messages of one lane that may wait; beyond, the oldest is dropped and said so. Default 256. */
  readonly laneLimit?: number;
}

/** An outbox; a lane is a receiver of one canary, such as `web.prod/slack`. */
export function createOutbox({ logger, laneLimit = 256 }: OutboxOptions): Outbox {
  return new LaneOutbox(logger, laneLimit);
}

/** What waits for one receiver. */
interface Lane {
  readonly name: string;
  readonly waiting: Send[];
  isSending: boolean;
  dropped: number;
  cancelPause: CancelTimer | undefined;
}

class LaneOutbox implements Outbox {
  readonly #logger: Logger;
  readonly #laneLimit: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #stop = new AbortController();
  readonly #idlers: (() => void)[] = [];
  /** Lanes that send. */
  #busy = 0;
  #isFinishing = false;

  constructor(logger: Logger, laneLimit: number) {
    this.#logger = logger;
    this.#laneLimit = laneLimit;
  }

  post(name: string, send: Send): void {
    const lane = this.#lanes.get(name);
    if (lane !== undefined) return this.#enqueue(lane, send);
    const fresh: Lane = { name, waiting: [send], isSending: false, dropped: 0, cancelPause: undefined };
    this.#lanes.set(name, fresh);
    void this.#drain(fresh);
  }

  idle(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise(resolve => void this.#idlers.push(resolve));
  }

  finish(): Promise<void> {
    this.#isFinishing = true;
    for (const lane of this.#lanes.values()) {
      if (lane.cancelPause === undefined) continue;
      lane.cancelPause();
      void this.#drain(lane);
    }
    return this.idle();
  }

  close(): void {
    this.#stop.abort();
    for (const lane of this.#lanes.values()) {
      lane.cancelPause?.();
      const count = lane.waiting.splice(0).length + (lane.isSending ? 1 : 0);
      this.#logger.error('Messages were lost, because the operator ends', { lane: lane.name, count });
    }
  }

  #enqueue(lane: Lane, send: Send): void {
    lane.waiting.push(send);
    if (lane.waiting.length <= this.#laneLimit) return;
    lane.waiting.shift();
    // A receiver that is down would fill the log: the rest is told as a number, once the lane is through.
    if (lane.dropped === 0) this.#logger.warn('Too many messages wait, the oldest is dropped', { lane: lane.name, limit: this.#laneLimit });
    lane.dropped += 1;
  }

  async #drain(lane: Lane): Promise<void> {
    this.#busy += 1;
    lane.cancelPause = undefined;
    let pause: Pause | undefined;
    for (let send = lane.waiting.shift(); send !== undefined && pause === undefined && !this.#stop.signal.aborted; ) {
      pause = await this.#deliver(lane, send);
      if (pause !== undefined) lane.waiting.unshift(send);
      else send = lane.waiting.shift();
    }
    if (pause === undefined) this.#leave(lane);
    else lane.cancelPause = pause(() => void this.#drain(lane));
    this.#busy -= 1;
    if (this.#busy > 0) return;
    for (const wake of this.#idlers.splice(0)) wake();
  }

  #leave(lane: Lane): void {
    if (lane.dropped > 0) this.#logger.warn('Messages were dropped', { lane: lane.name, count: lane.dropped });
    this.#lanes.delete(lane.name);
  }

  /** What waited for its turn when the end came has had no attempt; what failed meanwhile gets one more. */
  async #deliver(lane: Lane, send: Send): Promise<Pause | undefined> {
    const isLast = this.#isFinishing;
    lane.isSending = true;
    const pause = await this.#attempt(lane.name, send, isLast);
    lane.isSending = false;
    if (pause === undefined || isLast || this.#stop.signal.aborted) return undefined;
    return this.#isFinishing ? this.#deliver(lane, send) : pause;
  }

  async #attempt(lane: string, send: Send, isLast: boolean): Promise<Pause | undefined> {
    try {
      return (await send(this.#stop.signal, isLast)) ?? undefined;
    } catch (error) {
      if (this.#stop.signal.aborted) return undefined;
      // Nobody awaits a message: its failure ends here, and the next goes out. Senders tell expected failures themselves.
      this.#logger.error('A message was lost', { lane, error: isCanaryError(error) ? error.message : String(error) });
      return undefined;
    }
  }
}
