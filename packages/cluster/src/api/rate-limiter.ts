import { sleep } from '@flagger/sdk';
import type { Clock } from '@flagger/sdk';

/** A token bucket: `burst` requests at once, then `qps` a second, first come, first served. @source client-go flowcontrol */
export class RateLimiter {
  readonly #qps: number;
  readonly #burst: number;
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;
  #lifted = false;

  constructor(qps: number, burst: number, clock: Clock) {
    this.#qps = qps;
    this.#burst = burst;
    this.#clock = clock;
    this.#tokens = burst;
    this.#filledAt = clock.now();
  }

  /** No turn is waited for from now on. */
  lift(): void {
    this.#lifted = true;
  }

  /** Waits for a turn. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#lifted) return;
    this.#fill();
    // A debt is a place in the queue: the bucket goes below zero by one for each request that waits.
    this.#tokens -= 1;
    if (this.#tokens >= 0) return;
    try {
      await sleep(this.#clock, (-this.#tokens / this.#qps) * 1000, signal);
    } catch (reason) {
      this.#tokens += 1;
      throw reason;
    }
  }

  #fill(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#qps);
    this.#filledAt = now;
  }
}
