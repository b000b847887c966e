import type { Canary } from './crd/canary.ts';
import type { TargetController } from './target-controller.ts';

/** What stands of the primary as it was before its promotion: it is kept, or runs again, or there is nothing of it. */
export type KeptPrimary = 'kept' | 'restored' | 'none';

/** A target whose primary can become what it was before its promotion. Each method may be cut off anywhere and called again. */
export interface RestorableTarget extends TargetController {
  /** As `promote`, and keeps what the primary was; called again, it keeps what it kept. */
  promoteRestorably(canary: Canary, signal: AbortSignal): Promise<void>;
  keptPrimary(canary: Canary, signal: AbortSignal): Promise<KeptPrimary>;
  /** Brings back what is kept; where nothing is, nothing happens. */
  restorePrimary(canary: Canary, signal: AbortSignal): Promise<void>;
  /** Forgets what was kept; the primary stays as it is. */
  forgetKept(canary: Canary, signal: AbortSignal): Promise<void>;
}

/** Whether a target's primary can be restored. */
export function isRestorable(target: TargetController): target is RestorableTarget {
  return 'restorePrimary' in target;
}
