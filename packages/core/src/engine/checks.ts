import type { CanaryPhase, CanaryStatus } from '@flagger/sdk';
import type { Answers, GateQuestion, GateVerdict, Question } from '../decide/evidence.ts';
import { problemIn, withoutProblem, withProblem } from '../status/problem-condition.ts';
import type { StatusChange } from '../status/status-change.ts';

/** A question that is put to somebody else: a hook or a metric service. */
type Check = GateQuestion | 'rollback' | 'metrics';

type Reader<C extends Check> = (answer: Answers[C]) => string | undefined;

const gate =
  (type: GateQuestion) =>
  (verdict: GateVerdict): string | undefined =>
    !verdict.open && verdict.unanswered ? `${type} hook ${verdict.heldBy.name}: ${verdict.error}` : undefined;

const CHECKS: { readonly [C in Check]: { readonly reason: string; readonly read: Reader<C> } } = {
  'confirm-rollout': { reason: 'ConfirmRolloutUnanswered', read: gate('confirm-rollout') },
  'pre-rollout': { reason: 'PreRolloutUnanswered', read: gate('pre-rollout') },
  rollout: { reason: 'RolloutUnanswered', read: gate('rollout') },
  'confirm-traffic-increase': { reason: 'ConfirmTrafficIncreaseUnanswered', read: gate('confirm-traffic-increase') },
  'confirm-promotion': { reason: 'ConfirmPromotionUnanswered', read: gate('confirm-promotion') },
  rollback: { reason: 'RollbackUnanswered', read: ({ unanswered }) => unanswered && `rollback hook ${unanswered.name}: ${unanswered.error}` },
  // A metric without a value was not judged, it only counts as failed.
  metrics: { reason: 'MetricsUnanswered', read: verdict => (verdict.passed || verdict.holds || verdict.failure.value !== undefined ? undefined : verdict.event.message) },
};

/** A run begins, or its analysis is passed: what could not be asked before says nothing any more. */
const FRESH: readonly CanaryPhase[] = ['Initialized', 'Progressing', 'Promoting', 'Succeeded'];

/**
 * Which hooks and metrics a tick asked, and who gave no answer. A refusal is an answer.
 *
 * @differs Flagger has no condition for it: `checks.test.ts` "is told of the first that gave no answer"
 */
export class Checks {
  readonly #problems = new Map<string, string | undefined>();

  /** Takes note of an answer. */
  note<Q extends Question>(question: Q, answer: Answers[Q]): void {
    if (!(question in CHECKS)) return;
    // The compiler knows that question and reader belong together only one by one, not across the union.
    const { reason, read } = CHECKS[question as Check] as { readonly reason: string; readonly read: (answer: Answers[Q]) => string | undefined };
    this.#problems.set(reason, read(answer));
  }

  /** The status with the condition `Checked` as this tick leaves it: a problem stays until the same question is answered. */
  tell(status: CanaryStatus, nowMs: number, change?: StatusChange): CanaryStatus {
    const fresh = change !== undefined && 'phase' in change && FRESH.includes(change.phase);
    const problem = [...this.#problems].find(([, message]) => message !== undefined);
    if (problem?.[1] !== undefined && !fresh) return withProblem(status, 'Checked', { reason: problem[0], message: problem[1] }, nowMs);
    const told = problemIn(status, 'Checked');
    return fresh || (told !== undefined && this.#problems.has(told.reason)) ? withoutProblem(status, 'Checked') : status;
  }
}
