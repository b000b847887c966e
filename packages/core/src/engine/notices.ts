/** Keeps waiting from being said again and again: each topic at most once an interval. */
export class Notices {
  readonly #saidAt = new Map<string, number>();
  readonly #lastSaid = new Map<string, string>();
  readonly #seenAt = new Map<string, number>();

  /** Whether to say it now. */
  admit(topic: string, nowMs: number, intervalMs: number): boolean {
    const saidAt = this.#saidAt.get(topic);
    if (saidAt !== undefined && nowMs < saidAt + intervalMs) return false;
    this.#saidAt.set(topic, nowMs);
    return true;
  }

  /** Whether to say it now: once, until something else is said of the topic. */
  admitOnce(topic: string, message: string): boolean {
    if (this.#lastSaid.get(topic) === message) return false;
    this.#lastSaid.set(topic, message);
    return true;
  }

  /** Whether it was to be said an interval ago already. */
  lasts(topic: string, nowMs: number, intervalMs: number): boolean {
    const seenAt = this.#seenAt.get(topic) ?? nowMs;
    this.#seenAt.set(topic, seenAt);
    return nowMs >= seenAt + intervalMs;
  }

  /** Forgets what is said again in time: the canary has moved on. */
  reset(): void {
    this.#saidAt.clear();
    this.#seenAt.clear();
  }

  /** When the first of the topics may be said again; undefined where nothing was said. */
  againAt(intervalMs: number): number | undefined {
    return this.#saidAt.size === 0 ? undefined : Math.min(...this.#saidAt.values()) + intervalMs;
  }
}
