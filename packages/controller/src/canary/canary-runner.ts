import type { LiveStore } from '@flagger/cluster';
import type { TickResult } from '@flagger/core';
import { CANARIES, CanaryError, isCanaryError } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import type { OperatorSeries } from '../recorder/operator-series.ts';
import type { Dependencies } from '../run/dependencies.ts';
import { RetryPace } from '../run/retry-pace.ts';
import type { RolloutLimits } from '../run/rollout-limits.ts';
import { accept, refuse } from './admission.ts';
import type { AdmissionParts } from './admission.ts';
import type { CanaryEngines } from './canary-engines.ts';
import { objectKey } from './canary-key.ts';
import { tickLimitMs } from './tick-limit.ts';

/** What a runner works with. */
export interface RunnerParts {
  readonly store: LiveStore;
  readonly engines: CanaryEngines;
  readonly dependencies: Dependencies;
  readonly admission: AdmissionParts;
  readonly limits: RolloutLimits;
  readonly series: OperatorSeries;
}

const DEFAULT_INTERVAL_MS = 60_000;

/** Looks at one canary at a time: reads it, checks it, lets the engine work, and says when to look again. */
export class CanaryRunner {
  readonly #parts: RunnerParts;
  readonly #retries = new Map<string, RetryPace>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Looks at the canary `NAMESPACE/NAME` once. It never rejects: what goes wrong is logged, counted and tried again. */
  async run(key: string, signal: AbortSignal): Promise<number | undefined> {
    const { store, series, dependencies, admission: { clock } } = this.#parts;
    const startedAt = clock.now();
    let canary: Canary | undefined;
    let result: TickResult;
    this.#parts.limits.beginTurn(key);
    try {
      canary = await store.get(CANARIES, objectKey(key), signal);
      dependencies.nextTurn(key);
      result = canary === undefined ? { wakeAt: undefined } : await this.#look(canary, signal);
    } catch (error) {
      result = this.#unexpected(key, canary, error, signal);
    }
    await this.#endTurn(key, signal);
    series.tickSeconds.observe({ outcome: result.failure === undefined ? 'done' : 'failed' }, (clock.now() - startedAt) / 1000);
    return this.#nextAt(key, result);
  }

  /** The canary is gone. */
  forget(key: string): void {
    this.#retries.delete(key);
    this.#parts.limits.forget(key);
    this.#parts.engines.forget(key);
    this.#parts.dependencies.forget(key);
  }

  /** Tells how the turn left the canary. */
  async #endTurn(key: string, signal: AbortSignal): Promise<void> {
    const { limits, store } = this.#parts;
    if (!limits.isOn) return;
    try {
      const canary = await store.get(CANARIES, objectKey(key), signal);
      if (canary !== undefined) limits.endTurn(canary);
    } catch (error) {
      if (!signal.aborted) this.#unexpected(key, undefined, error, signal);
    }
  }

  async #look(found: Canary, signal: AbortSignal): Promise<TickResult> {
    const { engines, admission } = this.#parts;
    const admitted = engines.admit(found);
    if ('refusal' in admitted) {
      await refuse(found, admitted.refusal, admission, signal);
      return { wakeAt: undefined };
    }
    const limitMs = tickLimitMs(found);
    const limit = new AbortController();
    const cancel = admission.clock.after(limitMs, () => limit.abort(new CanaryError('TimedOut', 'later', `no end after ${limitMs / 1000}s; the tick was cut off`)));
    const inTime = AbortSignal.any([signal, limit.signal]);
    try {
      const canary = await accept(found, await admitted.doubts(inTime), admission, signal);
      return await admitted.reconciler.tick(canary, inTime);
    } finally {
      cancel();
    }
  }

  /** What the engine has not told already. */
  #unexpected(key: string, canary: Canary | undefined, error: unknown, signal: AbortSignal): TickResult {
    const { clock, logger, events } = this.#parts.admission;
    const failure = error instanceof Error ? error : new Error(String(error));
    if (signal.aborted) return { wakeAt: undefined, failure };
    const { namespace, name } = objectKey(key);
    // Of a bug, the log shows the place.
    logger.error(failure.message, { canary: `${name}.${namespace}`, ...(!isCanaryError(failure) && { error: failure }) });
    if (canary !== undefined && !isCanaryError(failure, 'Conflict')) events.record({ canary, type: 'Warning', message: failure.message });
    return { wakeAt: clock.now() + DEFAULT_INTERVAL_MS, failure };
  }

  /** A failure that may pass is looked at sooner: after 1 s, then twice as long each time, up to the canary's interval. */
  #nextAt(key: string, { wakeAt, failure }: TickResult): number | undefined {
    const pace = this.#retries.get(key) ?? new RetryPace();
    this.#retries.set(key, pace);
    if (failure === undefined) {
      pace.reset();
      return wakeAt;
    }
    if (wakeAt === undefined || (isCanaryError(failure) && failure.retry === 'never')) return wakeAt;
    const now = this.#parts.admission.clock.now();
    return now + pace.nextMs(wakeAt - now);
  }
}
