import type { CancelTimer } from '@flagger/sdk';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  waiting: boolean;
}

/** Timers in the order in which they fire: by time, then by the order in which they were set. A binary heap. */
export class TimerQueue {
  readonly #heap: Timer[] = [];
  #cancelled = 0;
  #order = 0;

  /** How many timers wait. */
  get size(): number {
    return this.#heap.length - this.#cancelled;
  }

  /** Adds a timer; the returned function takes it out. */
  add(at: number, run: () => void): CancelTimer {
    const timer: Timer = { at, order: this.#order++, run, waiting: true };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return () => {
      if (timer.waiting) this.#cancelled += 1;
      timer.waiting = false;
    };
  }

  /** When the first timer fires. */
  firstAt(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.at;
  }

  /** Takes the first timer out. */
  takeFirst(): { readonly at: number; readonly run: () => void } | undefined {
    this.#dropCancelled();
    const first = this.#pop();
    if (first !== undefined) first.waiting = false;
    return first;
  }

  #dropCancelled(): void {
    for (let first = this.#heap[0]; first !== undefined && !first.waiting; first = this.#heap[0]) {
      this.#cancelled -= 1;
      this.#pop();
    }
  }

  #pop(): Timer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#heap[0] = last;
    this.#sink(0);
    return first;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(child, at)) return;
      this.#swap(child, at);
      at = child;
    }
  }

  #before(left: number, right: number): boolean {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #swap(left: number, right: number): void {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return;
    this.#heap[left] = b;
    this.#heap[right] = a;
  }
}
