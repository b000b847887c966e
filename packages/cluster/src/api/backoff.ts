import type { Clock } from '@flagger/sdk';

/** How waits grow. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Waits that double from one failure to the next, each shortened by chance to between half and all of it. */
export class Backoff {
  readonly #limits: BackoffLimits;
  readonly #clock: Clock;
  #failures = 0;

  constructor(limits: BackoffLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** How long to wait after another failure. */
  nextMs(): number {
    const fullMs = Math.min(this.#limits.longestMs, this.#limits.firstMs * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return fullMs * (0.5 + this.#clock.random() / 2);
  }

  /** Something worked. */
  reset(): void {
    this.#failures = 0;
  }
}
