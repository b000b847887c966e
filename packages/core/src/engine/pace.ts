import type { Canary, CanaryPhase, CanaryStatus } from '@flagger/sdk';

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

  /**
   * The mark of a canary that another process ran: its last transition, rounded up, or none where a run has yet to begin. A status
   * doesn't tell a run that has yet to begin from one that mirrors; mirroring must not be cut short, so it lasts for an interval from now.
   */
  static resume({ status = {}, spec }: Canary, nowMs: number): Pace {
    const at = Date.parse(status.lastTransitionTime ?? '');
    if (FRESH.includes(status.phase ?? '') || Number.isNaN(at)) return new Pace(undefined);
    if (unjudged(status)) return new Pace(spec.analysis.mirror ? nowMs : undefined);
    return new Pace(at + 999);
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

/**
 * The first of the times for which a canary waits. One that came while it was looked at is past, but not done: it is now. Without any, an
 * interval from now.
 */
export function nextWake(times: readonly (number | undefined)[], { lookedAtMs, nowMs, intervalMs }: { readonly lookedAtMs: number; readonly nowMs: number; readonly intervalMs: number }): number {
  const ahead = times.filter(at => at !== undefined).filter(at => at > lookedAtMs);
  return ahead.length > 0 ? Math.max(nowMs, Math.min(...ahead)) : nowMs + intervalMs;
}

/** A run that has yet to begin its analysis. */
function unjudged({ phase, canaryWeight, iterations, failedChecks }: CanaryStatus): boolean {
  return phase === 'Progressing' && !canaryWeight && !iterations && !failedChecks;
}
