import type { Clock } from '@flagger/sdk';

/**
 * Lets a limited number of jobs run side by side, first come, first served. A job that takes long goes on, but makes room:
 * jobs mostly wait for the network, and a few that hang must not lock the others out.
 */
export class Turnstile {
  readonly #clock: Clock;
  readonly #places: number;
  readonly #slowMs: number;
  readonly #queue = new Map<string, () => Promise<void>>();
  #taken = 0;

  constructor(clock: Clock, places: number, slowMs: number) {
    this.#clock = clock;
    this.#places = places;
    this.#slowMs = slowMs;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Runs `job` when there is room; `job` never rejects. */
  enter(key: string, job: () => Promise<void>): void {
    this.#queue.set(key, job);
    this.#letIn();
  }

  /** Takes a waiting job out. */
  leaveQueue(key: string): void {
    this.#queue.delete(key);
  }

  /** Takes all waiting jobs out. */
  clear(): void {
    this.#queue.clear();
  }

  #letIn(): void {
    for (const [key, job] of this.#queue) {
      if (this.#taken >= this.#places) return;
      this.#queue.delete(key);
      void this.#run(job);
    }
  }

  async #run(job: () => Promise<void>): Promise<void> {
    this.#taken += 1;
    let holds = true;
    const makeRoom = (): void => {
      if (!holds) return;
      holds = false;
      this.#taken -= 1;
      this.#letIn();
    };
    const cancel = this.#clock.after(this.#slowMs, makeRoom);
    try {
      await job();
    } finally {
      cancel();
      makeRoom();
    }
  }
}
