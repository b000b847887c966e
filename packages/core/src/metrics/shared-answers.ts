import type { Clock } from '@flagger/sdk';

/** An answer is as fresh as its request. */
const SHARED_FOR_MS = 1000;

type Answer = number | 'no-values';

/** A request under way, or its answer. */
interface Flight {
  readonly startedAt: number;
  readonly answer: Promise<Answer>;
  readonly askers: Set<string>;
  readonly stop: AbortController;
  /** Askers that have no answer yet. */
  waiting: number;
}

/** What is asked, as a key without secrets, and by whom. */
export interface SharedQuestion {
  readonly key: string;
  readonly asker: string;
}

/**
 * Gives those that ask the same within a second one answer. Nobody gets an answer twice, so that each tick of a canary has its own;
 * failures are only shared by those that wait for them.
 */
export class SharedAnswers {
  readonly #clock: Clock;
  readonly #flights = new Map<string, Flight>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The answer, from `ask` or from somebody else's. One that goes away ends the request only if nobody else waits for it. */
  async answer({ key, asker }: SharedQuestion, ask: (signal: AbortSignal) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    this.#forgetOld();
    const known = this.#flights.get(key);
    const flight = known === undefined || known.askers.has(asker) ? this.#begin(key, ask) : known;
    flight.askers.add(asker);
    flight.waiting += 1;
    try {
      return await unlessAborted(flight.answer, signal);
    } catch (error) {
      if (!signal.aborted || flight.waiting === 1) this.#end(key, flight);
      throw error;
    } finally {
      flight.waiting -= 1;
    }
  }

  #begin(key: string, ask: (signal: AbortSignal) => Promise<Answer>): Flight {
    const stop = new AbortController();
    const flight: Flight = { startedAt: this.#clock.now(), answer: ask(stop.signal), askers: new Set(), stop, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }

  #end(key: string, flight: Flight): void {
    flight.stop.abort(new Error('nobody waits for the answer any more'));
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - SHARED_FOR_MS;
    for (const [key, { startedAt }] of this.#flights) if (startedAt <= oldest) this.#flights.delete(key);
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
