import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { Clock } from '@flagger/sdk';
import { BadAnswer } from './check-answer.ts';
import { Circuit } from './circuit.ts';
import type { Passage } from './circuit.ts';
import { GivenUp, PluginCall } from './plugin-call.ts';
import type { CalledMethod } from './plugin-call.ts';

/** Stands around one plug-in: what it does wrong comes out as an error that names it, and only for the canary that called. */
export class PluginFence {
  readonly #clock: Clock;
  readonly #circuit: Circuit;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#circuit = new Circuit(clock);
  }

  /**
   * Calls the plug-in.
   *
   * @throws CanaryError PluginBroken where it throws what is no CanaryError, gives no answer, or has been set aside; otherwise what it throws
   */
  async call<T>(called: CalledMethod, run: (signal: AbortSignal) => T | Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const passage = this.#circuit.enter(called.canary);
    if (passage === undefined) throw this.#broken(called, this.#circuit.lastFailure(called.canary));
    try {
      const answer = await new PluginCall(called, this.#clock, signal).wait(run);
      tellAnswer(called, passage);
      return answer;
    } catch (error) {
      throw this.#outcome(error, { called, passage, signal });
    }
  }

  #outcome(error: unknown, { called, passage, signal }: { called: CalledMethod; passage: Passage; signal: AbortSignal }): unknown {
    if (isCanaryError(error)) tellAnswer(called, passage);
    else if (signal.aborted) passage.left();
    else return this.#fail(called, passage, error);
    return error;
  }

  /** Where a plug-in threw is for its author: it stands in the log alone. What it said is told by the caller, who knows which secrets may be in it. */
  #fail(called: CalledMethod, passage: Passage, error: unknown): CanaryError {
    const { logger, method } = called;
    const why = describe(method, error);
    logger.error('A call of the plug-in failed', { method, place: placeOf(error) });
    if (passage.failed(why)) logger.error('The plug-in is set aside: its calls fail one after the other');
    return this.#broken(called, why, error);
  }

  #broken({ plugin }: CalledMethod, why: string, cause?: unknown): CanaryError {
    const state = this.#circuit.open ? ' is set aside for a while, its calls keep failing' : '';
    return new CanaryError('PluginBroken', 'later', `plug-in ${plugin}${state}: ${why}`, { cause });
  }
}

function tellAnswer({ logger }: CalledMethod, passage: Passage): void {
  if (passage.answered()) logger.info('The plug-in works again');
}

function describe(method: string, error: unknown): string {
  if (error instanceof GivenUp || error instanceof BadAnswer) return `${method} ${error.message}`;
  return `${method} threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

function placeOf(error: unknown): readonly string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.map(line => line.trim()).filter(line => line.startsWith('at '));
}
