/** Keeps waiting from being said again and again: each topic at most once an interval. */
export class Notices {
  readonly #saidAt = new Map<string, number>();

  /** Whether to say it now. */
  admit(topic: string, nowMs: number, intervalMs: number): boolean {
    const saidAt = this.#saidAt.get(topic);
    if (saidAt !== undefined && nowMs < saidAt + intervalMs) return false;
    this.#saidAt.set(topic, nowMs);
    return true;
  }

  /** Forgets what was said: the canary has moved on. */
  reset(): void {
    this.#saidAt.clear();
  }

  /** When the first of the topics may be said again; undefined where nothing was said. */
  againAt(intervalMs: number): number | undefined {
    return this.#saidAt.size === 0 ? undefined : Math.min(...this.#saidAt.values()) + intervalMs;
  }
}
