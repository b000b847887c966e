import { BoundedMap } from './bounded-map.ts';

const BURST = 25;
const REFILL_MS = 300_000;
const OBJECTS = 4096;

/** Lets each object have 25 Events at once and one in five minutes from then on. @source client-go EventSourceObjectSpamFilter */
export class SpamFilter {
  readonly #buckets = new BoundedMap<{ readonly tokens: number; readonly filledAt: number }>(OBJECTS);

  /** Whether one more Event of `object` may pass at `nowMs`. */
  admits(object: string, nowMs: number): boolean {
    const { tokens, filledAt } = this.#buckets.get(object) ?? { tokens: BURST, filledAt: nowMs };
    const filled = Math.min(BURST, tokens + (nowMs - filledAt) / REFILL_MS);
    const admitted = filled >= 1;
    this.#buckets.set(object, { tokens: admitted ? filled - 1 : filled, filledAt: nowMs });
    return admitted;
  }
}
