import { isCanaryError, sleep } from '@flagger/sdk';
import type { CanaryError, Clock, Manifest } from '@flagger/sdk';
import { VersionGoneError } from '../api/api-error.ts';
import { Backoff } from '../api/backoff.ts';
import type { Snapshot } from './mirror.ts';
import { GarbledWatchError } from './watch-event.ts';
import type { WatchEvent } from './watch-event.ts';
import type { WatchSource } from './watch-source.ts';

/** Why a watch began once more. */
export type RestartReason = 'ended' | 'expired' | 'garbled' | 'failed';

/** Whoever wants to know what is followed. */
export interface WatchSink<T extends Manifest> {
  replace(snapshot: Snapshot<T>): void;
  observe(event: WatchEvent<T>): void;
  restarted(reason: RestartReason): void;
  /** The server could not be asked; it is asked again later. */
  failed(error: CanaryError): void;
  /** Nothing is asked for a while. */
  paused(): void;
  resumed(): void;
}

const WAITS = { firstMs: 500, longestMs: 30_000 };

/** A watch that lives shorter and brings nothing counts as a failure: the next one waits. */
const SHORTEST_MS = 5_000;

/** Lists, then watches: a watch that breaks goes on where it stopped, one whose position expired begins with a new list. */
export class Follower<T extends Manifest> {
  readonly #source: WatchSource<T>;
  readonly #sink: WatchSink<T>;
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  #position: string | undefined;

  constructor(source: WatchSource<T>, sink: WatchSink<T>, clock: Clock) {
    this.#source = source;
    this.#sink = sink;
    this.#clock = clock;
    this.#backoff = new Backoff(WAITS, clock);
  }

  /** Follows until the type turns out not to exist (any more), and resolves with that error; rejects when aborted. */
  async run(signal: AbortSignal): Promise<CanaryError> {
    for (;;) {
      try {
        this.#position ??= await this.#list(signal);
        await this.#watch(this.#position, signal);
        continue;
      } catch (error) {
        signal.throwIfAborted();
        if (!isCanaryError(error)) throw error;
        if (error.code === 'MissingResourceType') return error;
        this.#recover(error);
      }
      await this.#pause(signal);
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const snapshot = await this.#source.list(signal);
    this.#sink.replace(snapshot);
    return snapshot.version;
  }

  async #watch(from: string, signal: AbortSignal): Promise<void> {
    const openedAt = this.#clock.now();
    for await (const event of this.#source.watch(from, signal)) {
      this.#position = event.kind === 'bookmark' ? event.version : (event.object.metadata.resourceVersion ?? from);
      this.#backoff.reset();
      this.#sink.observe(event);
    }
    this.#sink.restarted('ended');
    const idle = this.#position === from && this.#clock.now() - openedAt < SHORTEST_MS;
    if (idle) await this.#pause(signal);
  }

  async #pause(signal: AbortSignal): Promise<void> {
    this.#sink.paused();
    await sleep(this.#clock, this.#backoff.nextMs(), signal);
    this.#sink.resumed();
  }

  #recover(error: CanaryError): void {
    if (error instanceof VersionGoneError) this.#lose('expired');
    else if (error instanceof GarbledWatchError) this.#lose('garbled');
    else {
      if (this.#position !== undefined) this.#sink.restarted('failed');
      this.#sink.failed(error);
    }
  }

  #lose(reason: RestartReason): void {
    this.#position = undefined;
    this.#sink.restarted(reason);
  }
}
