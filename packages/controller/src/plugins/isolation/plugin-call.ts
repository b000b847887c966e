import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Logger } from '@flagger/sdk';

/** How long a plug-in may work on one call, requests to the operator's tools left out: those have limits of their own. */
const CALL_LIMIT_MS = 30_000;
/** How long it may take to notice that the operator breaks a call off. */
const FAREWELL_MS = 5_000;

const calls = new AsyncLocalStorage<PluginCall>();

/** Which plug-in is called, for which canary, and what for. */
export interface CalledMethod {
  readonly plugin: string;
  /** `NAMESPACE/NAME` */
  readonly canary: string;
  /** Such as `router.setTraffic`. */
  readonly method: string;
  /** Says the name of the plug-in with every line. */
  readonly logger: Logger;
}

/** The call is given up: the plug-in neither answers nor notices that it should stop. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/** One call of a plug-in. It is over when somebody stops waiting for it, though the plug-in may still be at work. */
export class PluginCall {
  readonly called: CalledMethod;
  readonly #clock: Clock;
  readonly #outer: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #limit = new AbortController();
  readonly #late = Promise.withResolvers<never>();
  #requests = 0;
  #over = false;
  #cancelTimer = (): void => undefined;

  constructor(called: CalledMethod, clock: Clock, outer: AbortSignal) {
    this.called = called;
    this.#clock = clock;
    this.#outer = outer;
    this.#signal = AbortSignal.any([outer, this.#limit.signal]);
  }

  /** The call in which this code runs: also what it left behind to run later. */
  static current(): PluginCall | undefined {
    return calls.getStore();
  }

  get over(): boolean {
    return this.#over;
  }

  /** Runs it. @throws GivenUp, or what `run` throws */
  async wait<T>(run: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
    const hurry = (): void => this.#arm(FAREWELL_MS, 'did not stop when it was told to');
    this.#arm(CALL_LIMIT_MS, `gave no answer within ${CALL_LIMIT_MS / 1000}s`);
    this.#outer.addEventListener('abort', hurry, { once: true });
    const answer: Promise<T> = calls.run(this, async () => run(this.#signal));
    answer.catch((error: unknown) => this.#endLate(error));
    try {
      return await Promise.race([answer, this.#late.promise]);
    } finally {
      this.#over = true;
      this.#cancelTimer();
      this.#outer.removeEventListener('abort', hurry);
    }
  }

  /** A request of the plug-in to one of the operator's tools; the clock of the call stands still meanwhile, and it ends with the call. */
  async request<T>(args: readonly unknown[], send: (args: readonly unknown[]) => Promise<T>): Promise<T> {
    const own = args.at(-1);
    this.#requests += 1;
    try {
      return await send(own instanceof AbortSignal ? [...args.slice(0, -1), AbortSignal.any([own, this.#signal])] : args);
    } finally {
      this.#requests -= 1;
    }
  }

  #arm(limitMs: number, why: string): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(limitMs, () => (this.#requests > 0 ? this.#arm(limitMs, why) : this.#giveUp(why)));
  }

  #giveUp(why: string): void {
    const reason = new GivenUp(why);
    this.#late.reject(reason);
    this.#limit.abort(reason);
  }

  /** Nobody waits any more for a call that was given up; its author may want to know how it ended. */
  #endLate(error: unknown): void {
    const { logger, method } = this.called;
    if (this.#over) logger.warn('A call of the plug-in failed after it was given up', { method, error });
  }
}
