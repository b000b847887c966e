/** Does jobs one after the other; a job that fails must say so itself. */
export class EventLane<T> {
  readonly #deliver: (job: T) => Promise<void>;
  readonly #queue: T[] = [];
  #working: Promise<void> | undefined;

  /** `deliver` never rejects. */
  constructor(deliver: (job: T) => Promise<void>) {
    this.#deliver = deliver;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** The work under way; undefined where there is none. */
  get working(): Promise<void> | undefined {
    return this.#working;
  }

  add(job: T): void {
    this.#queue.push(job);
    this.#working ??= this.#work();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#queue.length = 0;
  }

  async #work(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) await this.#deliver(next);
    this.#working = undefined;
  }
}
