import type { CanaryPhase, LastFailedCheck, LastVerb } from '@flagger/sdk';
import type { RestoreStage } from './restored-condition.ts';

/** A check that failed, without the time. */
export type FailedCheck = Omit<LastFailedCheck, 'at'>;

/** A verb that was done, without the time. */
export type DoneVerb = Omit<LastVerb, 'at'>;

/** One way in which a tick changes the status. @source flagger pkg/canary/status.go */
export type StatusChange =
  /** A new run begins or ends: counters as given (0 where absent), the current revision is the applied one. */
  | { readonly kind: 'sync'; readonly phase: CanaryPhase; readonly canaryWeight?: number; readonly failedChecks?: number; readonly iterations?: number }
  /** The phase moves on; weight and iterations survive only where the run goes on. */
  | { readonly kind: 'phase'; readonly phase: CanaryPhase }
  | { readonly kind: 'weight'; readonly canaryWeight: number }
  | { readonly kind: 'iterations'; readonly iterations: number }
  | { readonly kind: 'failedChecks'; readonly failedChecks: number; readonly check?: FailedCheck }
  /** The way back of a primary that could not start after its promotion: it was taken, or it came to its end, or there is none. */
  | { readonly kind: 'restore'; readonly stage: RestoreStage; readonly message: string }
  /** The run rests, or goes on. */
  | { readonly kind: 'pause'; readonly paused: boolean }
  /** The revisions alone, without a transition. */
  | { readonly kind: 'revisions'; readonly lastAppliedSpec: string; readonly lastPromotedSpec: string };
