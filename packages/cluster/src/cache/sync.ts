import { waitFor } from './wait.ts';

/** Whether a cache can serve reads, and the wait until it can. */
export class Sync {
  #state: 'syncing' | 'synced' | 'failing' | 'missing' = 'syncing';
  #attempt = newAttempt();
  #failing = false;

  get state(): 'syncing' | 'synced' | 'failing' | 'missing' {
    return this.#state;
  }

  /** Resolves or rejects with the attempt under way; rejects at once where the last one failed and the next has not begun. */
  wait(signal: AbortSignal): Promise<void> {
    return waitFor(this.#attempt.promise, signal);
  }

  started(): void {
    this.#state = 'syncing';
    this.#attempt = newAttempt();
  }

  succeeded(): void {
    this.#failing = false;
    if (this.#state === 'failing') this.#attempt = newAttempt();
    this.#state = 'synced';
    this.#attempt.resolve();
  }

  /** An attempt failed. A cache that was complete goes on serving what it has. Returns whether this is the first failure in a row. */
  failed(error: unknown): boolean {
    const first = !this.#failing;
    this.#failing = true;
    if (this.#state !== 'synced') this.#reject('failing', error);
    return first;
  }

  /** There is nothing to follow. */
  missing(error: unknown): void {
    this.#reject('missing', error);
  }

  #reject(state: 'failing' | 'missing', error: unknown): void {
    if (this.#state !== 'syncing') this.#attempt = newAttempt();
    this.#state = state;
    this.#attempt.reject(error);
  }
}

function newAttempt(): PromiseWithResolvers<void> {
  const attempt = Promise.withResolvers<void>();
  // Nobody may be waiting when it fails; whoever waits gets its own rejection.
  attempt.promise.catch(() => undefined);
  return attempt;
}
