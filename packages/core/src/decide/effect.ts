import type { AlertSeverity, CanaryPhase, Traffic } from '@flagger/sdk';
import type { DoneVerb, StatusChange } from '../status/status-change.ts';

/** What is told to people: a log line, a Kubernetes Event and an event webhook. `phase` is what the webhook says, default the tick's. */
export interface Announcement {
  readonly type: 'Normal' | 'Warning';
  readonly level: 'info' | 'error';
  readonly message: string;
  readonly phase?: CanaryPhase;
}

/** Everything that a tick can do. Each is absolute and may be done twice. */
export type Effect =
  | ({ readonly kind: 'event' } & Announcement)
  /** An event that is said at most once an interval for the same topic: waiting is no news. */
  | ({ readonly kind: 'notice'; readonly topic: string } & Announcement)
  | { readonly kind: 'alert'; readonly severity: Exclude<AlertSeverity, ''>; readonly message: string; readonly fields: boolean }
  /** `verb` is noted in the same write as the change that it led to. */
  | { readonly kind: 'status'; readonly change: StatusChange; readonly verb?: DoneVerb }
  /** The verb annotation has done its work and goes. */
  | { readonly kind: 'verb-done' }
  /** Says once why the verb annotation is not followed, and takes it away. */
  | { readonly kind: 'refuse-verb'; readonly message: string }
  | { readonly kind: 'services'; readonly of: 'workloads' | 'apex' }
  | { readonly kind: 'primary' }
  | { readonly kind: 'reconcile-route' }
  | { readonly kind: 'route'; readonly traffic: Traffic }
  | { readonly kind: 'scaler'; readonly action: 'create' | 'sync' | 'pause' | 'resume' }
  | { readonly kind: 'scale'; readonly to: 'zero' | 'from-zero' }
  /** `keeps`: what the primary was before can come back. */
  | { readonly kind: 'promote'; readonly keeps?: true }
  /** The primary becomes what it was before its promotion. */
  | { readonly kind: 'restore' }
  /** Forgets what the primary was before its promotion. */
  | { readonly kind: 'forget-kept' }
  /** Adds or removes the finalizer that holds a canary with `revertOnDeletion`. */
  | { readonly kind: 'finalizer'; readonly present: boolean }
  /** Gives back what the release took over; routes also where their target is gone. */
  | { readonly kind: 'revert'; readonly of: 'target' | 'apex' | 'route'; readonly targetGone?: true }
  | { readonly kind: 'hooks'; readonly type: 'post-rollout'; readonly phase: 'Succeeded' | 'Failed' }
  /** 0 runs, 1 all is well, 2 failed. @source flagger_canary_status */
  | { readonly kind: 'status-gauge'; readonly value: 0 | 1 | 2 }
  | { readonly kind: 'weight-gauge'; readonly traffic: Pick<Traffic, 'primary' | 'canary'> }
  | { readonly kind: 'outcome'; readonly result: 'success' | 'failure'; readonly how: 'completed' | 'skipped' };

/** A short name of each kind of effect, for the printed table. */
export type EffectKind = Effect['kind'];
