import { isCanaryError } from '@flagger/sdk';
import type { Logger } from '@flagger/sdk';

/** Sends messages in the background, so that no tick waits for a slow receiver. */
export interface Outbox {
  /** Queues one message; messages of one lane go out one at a time, in order. */
  post(lane: string, send: (signal: AbortSignal) => Promise<void>): void;
  /** Resolves when nothing is left to send. */
  idle(): Promise<void>;
  /** Sends no more. */
  close(): void;
}

/** How much an outbox holds. */
export interface OutboxOptions {
  readonly logger: Logger;
  /** Messages of one lane that may wait; beyond, the oldest is dropped and said so. Default 256. */
  readonly laneLimit?: number;
}

type Send = (signal: AbortSignal) => Promise<void>;

/** An outbox with a lane for each canary or channel. */
export function createOutbox({ logger, laneLimit = 256 }: OutboxOptions): Outbox {
  const lanes = new Map<string, Send[]>();
  const stop = new AbortController();
  let waiters: (() => void)[] = [];

  async function drain(lane: string, queue: Send[]): Promise<void> {
    for (let send = queue[0]; send !== undefined && !stop.signal.aborted; send = queue[0]) {
      await deliver(send, lane);
      queue.shift();
    }
    lanes.delete(lane);
    if (lanes.size === 0) {
      for (const wake of waiters) wake();
      waiters = [];
    }
  }

  async function deliver(send: Send, lane: string): Promise<void> {
    try {
      await send(stop.signal);
    } catch (error) {
      // A message that cannot be delivered must not end the lane; senders tell expected failures themselves.
      logger.error('A message was lost', { canary: lane, error: isCanaryError(error) ? error.message : String(error) });
    }
  }

  return {
    post(lane, send) {
      const queue = lanes.get(lane);
      if (queue === undefined) {
        const fresh = [send];
        lanes.set(lane, fresh);
        void drain(lane, fresh);
        return;
      }
      if (queue.length > laneLimit) {
        queue.splice(1, 1);
        logger.warn('Too many messages wait, the oldest is dropped', { canary: lane });
      }
      queue.push(send);
    },
    idle: () => (lanes.size === 0 ? Promise.resolve() : new Promise(resolve => waiters.push(resolve))),
    close: () => { stop.abort(); },
  };
}
