const FIRST_MS = 1_000;

/**
 * How long to wait after each failure in a row: twice as long as the last time, up to a limit.
 *
 * @differs Flagger always waits the whole interval. Test: canary-runner "comes sooner after a failure that may pass, but not sooner than the interval"
 */
export class RetryPace {
  #failures = 0;

  /** The wait after one more failure. */
  nextMs(limitMs: number): number {
    const waitMs = Math.min(limitMs, FIRST_MS * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return waitMs;
  }

  /** It worked. */
  reset(): void {
    this.#failures = 0;
  }
}
