import type { Clock } from '@flagger/sdk';

/** Failures in a row after which a plug-in is set aside. */
const PATIENCE = 3;
/** How long a canary that has seen the plug-in fail leaves it alone. */
const PAUSE_MS = 30_000;

/** What a canary saw go wrong while it called a plug-in. */
interface Grief {
  readonly why: string;
  readonly notBefore: number;
}

/** A call that was let in. */
export interface Passage {
  /** The plug-in gave an answer, if only a refusal. Whether it was set aside until now. */
  answered(): boolean;
  /** Whether it is set aside now, and was not before. */
  failed(why: string): boolean;
  /** The operator itself broke it off. */
  left(): void;
}

/**
 * Whether a plug-in may be called. It opens after {@link PATIENCE} failures in a row. Then each canary may try once in
 * {@link PAUSE_MS}, one at a time; the first that gets an answer closes it for all. So a canary on which alone a plug-in
 * fails holds up no other, and a plug-in that always hangs is asked by one canary at a time.
 */
export class Circuit {
  readonly #clock: Clock;
  readonly #griefs = new Map<string, Grief>();
  #failures = 0;
  #trials = 0;
  #lastFailure = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get open(): boolean {
    return this.#failures >= PATIENCE;
  }

  /** What went wrong last, for this canary if it was there. */
  lastFailure(canary: string): string {
    return this.#griefs.get(canary)?.why ?? this.#lastFailure;
  }

  /** Lets a canary's call in, or not. Whoever is let in says how it ended, once. */
  enter(canary: string): Passage | undefined {
    if (!this.open) return this.#passage(canary, () => undefined);
    if (this.#trials > 0 || this.#clock.now() < (this.#griefs.get(canary)?.notBefore ?? 0)) return undefined;
    this.#trials += 1;
    return this.#passage(canary, () => void (this.#trials -= 1));
  }

  #passage(canary: string, leave: () => void): Passage {
    return {
      answered: () => {
        leave();
        return this.#close();
      },
      failed: why => {
        leave();
        return this.#fail(canary, why);
      },
      left: leave,
    };
  }

  #close(): boolean {
    const wasOpen = this.open;
    this.#failures = 0;
    this.#griefs.clear();
    return wasOpen;
  }

  #fail(canary: string, why: string): boolean {
    const wasOpen = this.open;
    this.#failures += 1;
    this.#lastFailure = why;
    this.#griefs.set(canary, { why, notBefore: this.#clock.now() + PAUSE_MS });
    return this.open && !wasOpen;
  }
}
