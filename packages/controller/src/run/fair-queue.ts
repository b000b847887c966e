/** One that waits for its turn. */
export interface Waiter {
  readonly key: string;
  readonly namespace: string;
  /** Since when, in milliseconds since the epoch. */
  readonly sinceMs: number;
}

/**
 * A queue in which namespaces take turns: first come, first served; but a namespace that was served lets those of others go before its
 * next, as long as anybody waits. So nobody waits for more than one of each other namespace before each turn of its own.
 */
export class FairQueue {
  readonly #waiters = new Map<string, Waiter>();
  /** By namespace: the turn in which it is served next. */
  readonly #nextTurns = new Map<string, number>();
  /** The turn that was served last. Who comes late begins here, and has saved up no turns. */
  #turn = 0;

  /** Takes one in; one that waits already keeps its place. */
  join(waiter: Waiter): void {
    if (!this.#waiters.has(waiter.key)) this.#waiters.set(waiter.key, waiter);
  }

  /** Lets one go that waits no longer. */
  leave(key: string): void {
    this.#waiters.delete(key);
    if (this.#waiters.size > 0) return;
    this.#nextTurns.clear();
    this.#turn = 0;
  }

  /** Serves the first one of those namespaces that may be served; undefined where there is none. */
  serve(isOpen: (namespace: string) => boolean): Waiter | undefined {
    const next = this.order().find(({ namespace }) => isOpen(namespace));
    if (next === undefined) return undefined;
    this.#turn = this.#turnOf(next.namespace);
    this.#nextTurns.set(next.namespace, this.#turn + 1);
    this.leave(next.key);
    return next;
  }

  /** All who wait, in the order in which they are served if nobody comes or goes. */
  order(): readonly Waiter[] {
    const turns = new Map<string, number>();
    const inTurn = [...this.#waiters.values()]
      .toSorted((a, b) => a.sinceMs - b.sinceMs)
      .map(waiter => {
        const turn = turns.get(waiter.namespace) ?? this.#turnOf(waiter.namespace);
        turns.set(waiter.namespace, turn + 1);
        return { waiter, turn };
      });
    return inTurn.toSorted((a, b) => a.turn - b.turn).map(({ waiter }) => waiter);
  }

  #turnOf(namespace: string): number {
    return Math.max(this.#nextTurns.get(namespace) ?? 0, this.#turn);
  }
}
