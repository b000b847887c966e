/** What waits for the next run. */
interface Batch<In, Out> {
  readonly items: In[];
  readonly signal: AbortSignal;
  readonly result: PromiseWithResolvers<Out>;
}

/** Does for all callers at once what is asked while a run is under way; each gets the result of a run that began after it asked. */
export class Coalesced<In, Out> {
  readonly #run: (items: readonly In[], signal: AbortSignal) => Promise<Out>;
  #next: Batch<In, Out> | undefined;
  #running = false;

  constructor(run: (items: readonly In[], signal: AbortSignal) => Promise<Out>) {
    this.#run = run;
  }

  /** The signal of the first caller of a run ends it for all of them. */
  ask(item: In, signal: AbortSignal): Promise<Out> {
    const batch = (this.#next ??= { items: [], signal, result: Promise.withResolvers<Out>() });
    batch.items.push(item);
    if (!this.#running) void this.#drain();
    return batch.result.promise;
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (let batch = this.#take(); batch !== undefined; batch = this.#take()) {
      await this.#run(batch.items, batch.signal).then(batch.result.resolve, batch.result.reject);
    }
    this.#running = false;
  }

  #take(): Batch<In, Out> | undefined {
    const batch = this.#next;
    this.#next = undefined;
    return batch;
  }
}
