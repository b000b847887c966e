import type { CanaryPhase, CanaryStatus } from '@flagger/sdk';

const FRESH: readonly (CanaryPhase | '')[] = ['', 'Initializing', 'Initialized', 'Succeeded', 'Failed'];

/**
 * When rules of pace 'interval' may run again. Watches wake a canary early; the mark keeps the analysis from running
 * faster than its interval.
 */
export class Pace {
  #markedAt: number | undefined;

  constructor(markedAt: number | undefined) {
    this.#markedAt = markedAt;
  }

  /** The mark of a canary that another process ran: its last transition, rounded up, or none where a run has yet to begin. */
  static resume(status: CanaryStatus | undefined): Pace {
    const at = Date.parse(status?.lastTransitionTime ?? '');
    const rests = status === undefined || FRESH.includes(status.phase ?? '') || unjudged(status) || Number.isNaN(at);
    return new Pace(rests ? undefined : at + 999);
  }

  /** When the next paced rule is due; undefined: at once. */
  dueAt(intervalMs: number): number | undefined {
    return this.#markedAt === undefined ? undefined : this.#markedAt + intervalMs;
  }

  due(nowMs: number, intervalMs: number): boolean {
    return nowMs >= (this.dueAt(intervalMs) ?? nowMs);
  }

  mark(nowMs: number): void {
    this.#markedAt = nowMs;
  }

  clear(): void {
    this.#markedAt = undefined;
  }
}

/** A run that has yet to begin its analysis. */
function unjudged({ phase, canaryWeight, iterations, failedChecks }: CanaryStatus): boolean {
  return phase === 'Progressing' && !canaryWeight && !iterations && !failedChecks;
}
