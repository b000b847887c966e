import type { CanaryWebhook, KeptPrimary, Readiness, TargetRevision, Traffic } from '@flagger/sdk';

/** What the gates of one type said. `passed` are the names of those that opened, in order. */
export type GateVerdict =
  | { readonly open: true; readonly passed: readonly string[] }
  | {
      readonly open: false;
      readonly passed: readonly string[];
      readonly heldBy: CanaryWebhook;
      readonly error: string;
      /** The hook did not refuse: it gave no answer, or could not be asked. */
      readonly unanswered?: true;
    };

/** What the rollback hooks said. `silent` are the names of those that did not signal. */
export interface RollbackVerdict {
  readonly signalledBy: string | undefined;
  readonly silent: readonly string[];
  /** The first hook that gave no answer, or could not be asked. */
  readonly unanswered?: { readonly name: string; readonly error: string };
}

/** A failed check, for people and machines. */
export interface CheckFailure {
  readonly metric: string;
  readonly value?: number;
  readonly limit?: string;
  readonly query?: string;
}

/** What the metric checks said: all passed, or the first that did not. `holds`: none failed, but one has no value and waits for it. */
export type MetricVerdict =
  | { readonly passed: true }
  | { readonly passed: false; readonly event: { readonly level: 'info' | 'error'; readonly message: string }; readonly failure: CheckFailure; readonly holds?: true };

/** Whether a run may begin, where the number of rollouts is limited. */
export type SlotVerdict =
  | { readonly free: true }
  | {
      readonly free: false;
      /** Where the limit is that keeps it out: of all rollouts, or of those in its namespace. */
      readonly within: 'all' | 'namespace';
      readonly limit: number;
      /** How many canaries are served before this one. */
      readonly ahead: number;
    };

/** The gates that hold a release back. */
export type GateQuestion = 'confirm-rollout' | 'pre-rollout' | 'rollout' | 'confirm-traffic-increase' | 'confirm-promotion';

/** Every question that a rule can ask, and what an answer looks like. */
export type Answers = {
  readonly [gate in GateQuestion]: GateVerdict;
} & {
  /** Whether there is a target at all. */
  readonly target: { readonly stands: boolean };
  /** Which version of the target stands in the API. */
  readonly revision: TargetRevision;
  readonly 'primary-readiness': Readiness;
  readonly 'canary-readiness': Readiness;
  /** What stands of the primary as it was before its promotion. */
  readonly 'kept-primary': KeptPrimary;
  /** Whether a run may begin beside those under way. */
  readonly 'rollout-slot': SlotVerdict;
  /** The split that stands in the live routing objects. */
  readonly traffic: Traffic;
  readonly rollback: RollbackVerdict;
  readonly metrics: MetricVerdict;
  /** Whether the metric services answer; the text says which does not. */
  /** The field manager that set the verb annotation, where the API server tells. */
  readonly 'asked-by': { readonly manager: string | undefined };
  readonly 'metric-services': { readonly problem: string | undefined };
};

/** The name of a question. */
export type Question = keyof Answers;

/** The answers of this tick so far. */
export type Evidence = { readonly [Q in Question]?: Answers[Q] };
