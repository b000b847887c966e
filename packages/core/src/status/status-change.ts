import type { CanaryPhase } from '@flagger/sdk';

/** One way in which a tick changes the status. @source flagger pkg/canary/status.go */
export type StatusChange =
  /** A new run begins or ends: counters as given (0 where absent), the current revision is the applied one. */
  | { readonly kind: 'sync'; readonly phase: CanaryPhase; readonly canaryWeight?: number; readonly failedChecks?: number; readonly iterations?: number }
  /** The phase moves on; weight and iterations survive only where the run goes on. */
  | { readonly kind: 'phase'; readonly phase: CanaryPhase }
  | { readonly kind: 'weight'; readonly canaryWeight: number }
  | { readonly kind: 'iterations'; readonly iterations: number }
  | { readonly kind: 'failedChecks'; readonly failedChecks: number }
  /** The revisions alone, without a transition. */
  | { readonly kind: 'revisions'; readonly lastAppliedSpec: string; readonly lastPromotedSpec: string };
