import type { Canary, CanaryPhase, ProviderCapabilities } from '@flagger/sdk';
import type { AnalysisPlan } from '../strategy/analysis-plan.ts';
import type { FoundVerb } from './verb-request.ts';

/** What a tick knows before it asks anything. */
export interface Snapshot {
  readonly canary: Canary;
  readonly phase: CanaryPhase;
  /** Counters of the status, 0 where absent. */
  readonly failedChecks: number;
  readonly canaryWeight: number;
  readonly iterations: number;
  readonly analysis: AnalysisPlan;
  readonly skipAnalysis: boolean;
  /** A primary that can't become ready after its promotion comes back; without analysis nobody waits for it. */
  readonly restorePrimary: boolean;
  /** The first revision is judged too. */
  readonly analyzeFirst: boolean;
  readonly capabilities: ProviderCapabilities;
  /** The provider string, for messages only. */
  readonly providerName: string;
  /** Somebody asked for a pause of this run. */
  readonly paused: boolean;
  /** What the verb annotation says; undefined where there is none. */
  readonly verb: FoundVerb | undefined;
  /** The status moved less than a progress deadline ago: what began with it can't be overdue yet. */
  readonly fresh: boolean;
  /** Whether rules of pace 'interval' may run now. */
  readonly due: boolean;
}
