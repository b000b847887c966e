import type { Clock } from '@flagger/sdk';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands until it is told to go on to its next timer. */
export class SteppedClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass in which no timer fires. */
  pass(ms: number): void {
    this.#now += ms;
  }

  /** Goes on to the next timer, and tells when that is. */
  step(): number {
    const [first] = [...this.#timers].toSorted((a, b) => a.at - b.at);
    if (first === undefined) throw new Error('no timer waits');
    this.#timers.delete(first);
    this.#now = first.at;
    first.run();
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  uuid(): string {
    return '00000000-0000-4000-8000-000000000000';
  }
}
