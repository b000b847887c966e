import { compareVersions } from './resource-version.ts';
import { waitFor } from './wait.ts';

/** Lets callers wait until a watch has come to a version. */
export class Milestones {
  readonly #waiting = new Set<{ readonly version: string; readonly resolve: () => void }>();

  async wait(version: string, seen: string, signal: AbortSignal): Promise<void> {
    if (isReached(version, seen)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter = { version, resolve };
    this.#waiting.add(waiter);
    await waitFor(promise, signal).finally(() => this.#waiting.delete(waiter));
  }

  reached(seen: string): void {
    for (const { version, resolve } of this.#waiting) if (isReached(version, seen)) resolve();
  }

  /** Ends all waits: the watch will not move for a while. */
  giveUp(): void {
    for (const { resolve } of this.#waiting) resolve();
  }
}

function isReached(version: string, seen: string): boolean {
  return seen !== '' && compareVersions(version, seen) <= 0;
}
