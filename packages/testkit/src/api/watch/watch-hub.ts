import type { ServerResponse } from 'node:http';
import type { ApiState } from '../api-state.ts';
import { expired } from '../status-errors.ts';
import { WatchStream } from './watch-stream.ts';
import type { WatchOptions } from './watch-stream.ts';

/** Where a watch starts and how long it lasts. */
export interface WatchStart {
  /** Undefined: from the present state, which is told first. */
  readonly fromRevision: number | undefined;
  /** Tells the present state and then a bookmark that says so. */
  readonly sendsInitialEvents: boolean;
  readonly timeoutMs: number | undefined;
}

const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };

/** All open watches. */
export class WatchHub {
  readonly #state: ApiState;
  readonly #open = new Set<WatchStream>();
  /** The revision of the last bookmark: a watch that starts behind it is told, too. */
  #bookmarked = 0;

  constructor(state: ApiState) {
    this.#state = state;
  }

  /** How many watches are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Starts a watch on a response. */
  start(options: WatchOptions, start: WatchStart, response: ServerResponse): void {
    const stream = new WatchStream(options, response);
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
    response.flushHeaders();
    if (!this.#catchUp(stream, start)) return;
    const table = this.#state.store.table(options.resource.definition);
    const unsubscribe = table.subscribe(event => stream.tell(event));
    const cancelTimeout = start.timeoutMs === undefined ? undefined : this.#state.clock.after(start.timeoutMs, () => stream.end());
    this.#open.add(stream);
    if ((start.fromRevision ?? this.#bookmarked) < this.#bookmarked) stream.bookmark(this.#state.store.revision);
    response.on('close', () => {
      unsubscribe();
      cancelTimeout?.();
      this.#open.delete(stream);
    });
  }

  /** Tells every watch that takes bookmarks how far it has come. */
  bookmark(): void {
    this.#bookmarked = this.#state.store.revision;
    for (const stream of this.#open) stream.bookmark(this.#state.store.revision);
  }

  /** Breaks every watch off. */
  dropAll(): void {
    for (const stream of this.#open) stream.drop();
  }

  /** Ends the watches of a resource that is served no longer. */
  endOf(isOver: (options: WatchOptions) => boolean): void {
    for (const stream of this.#open) if (isOver(stream.options)) stream.end();
  }

  #catchUp(stream: WatchStream, start: WatchStart): boolean {
    const { store } = this.#state;
    const table = store.table(stream.options.resource.definition);
    if (start.fromRevision === undefined) {
      for (const object of table.list(stream.options.namespace === '' ? undefined : stream.options.namespace)) stream.tellState(object);
      if (start.sendsInitialEvents) stream.bookmark(store.revision, INITIAL_EVENTS_END);
      return true;
    }
    const missed = table.since(start.fromRevision);
    if (missed === undefined) stream.fail(expired(start.fromRevision, table.oldest));
    for (const event of missed ?? []) stream.tell(event);
    return missed !== undefined;
  }
}
