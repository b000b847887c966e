/** Keeps waiting from being said again and again: each topic at most once an interval, and anew when the topic changes. */
export class Notices {
  #topic = '';
  #saidAt = 0;

  /** Whether to say it now. */
  admit(topic: string, nowMs: number, intervalMs: number): boolean {
    if (topic === this.#topic && nowMs < this.#saidAt + intervalMs) return false;
    this.#topic = topic;
    this.#saidAt = nowMs;
    return true;
  }

  /** Forgets what was said: the canary has moved on. */
  reset(): void {
    this.#topic = '';
  }

  /** When a topic that still stands is to be said again; undefined where nothing was said. */
  againAt(intervalMs: number): number | undefined {
    return this.#topic === '' ? undefined : this.#saidAt + intervalMs;
  }
}
