import { CANARY_PHASES } from '@flagger/sdk';
import type { CanaryVerb } from '@flagger/sdk';
import { canaryId, normal, waiting, warning } from '../announce.ts';
import type { Evidence } from '../evidence.ts';
import { beginPlan } from '../plans/begin.ts';
import { promotePlan } from '../plans/promote.ts';
import { wayBackPlan } from '../plans/rollback.ts';
import { routeToPrimary } from '../plans/routes.ts';
import { slotPlan } from '../plans/slot.ts';
import { stepPlan } from '../plans/step.ts';
import { askedText, fulfil } from '../plans/verb.ts';
import { answer } from '../rule.ts';
import type { Outcome, Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import type { VerbRequest } from '../verb-request.ts';
import { grantedVerb, refusalOf } from '../verb-ruling.ts';
import { waitForReadiness } from '../waits.ts';
import { AFTER_INIT, ANALYSING } from './phases.ts';

/** A row for a verb that is asked for, about this run, and allowed. */
export const verbRow = (verbs: readonly CanaryVerb[], row: Omit<Rule, 'pace' | 'applies' | 'decide'> & { readonly decide: (s: Snapshot, e: Evidence, request: VerbRequest) => Outcome | undefined }): Rule => {
  const wanted = (s: Snapshot, e: Evidence): VerbRequest | undefined => {
    const request = grantedVerb(s, e);
    return request && verbs.includes(request.verb) ? request : undefined;
  };
  return {
    ...row,
    pace: 'now',
    applies: (s, e) => wanted(s, e) !== undefined,
    decide: (s, e) => {
      const request = wanted(s, e);
      return request && row.decide(s, e, request);
    },
  };
};

const refuse = (s: Snapshot, e: Evidence): Outcome | undefined => {
  const message = refusalOf(s, e);
  return message === undefined ? undefined : { pass: [{ kind: 'refuse-verb', message }] };
};

/** A suspended canary answers too. */
export const suspendedVerbRule: Rule = {
  name: 'refuse-verb-suspended',
  says: 'A suspended canary follows no verb, and says so.',
  phases: CANARY_PHASES,
  pace: 'now',
  asks: [],
  applies: s => s.verb !== undefined && s.canary.spec.suspend === true,
  decide: refuse,
};

/** Rows for verbs that wait for nothing. */
export const verbRules: readonly Rule[] = [
  {
    name: 'refuse-verb',
    says: 'A verb that is unknown, about another run, ill-timed or done already is answered once and not followed.',
    phases: AFTER_INIT,
    pace: 'now',
    asks: ['revision'],
    applies: s => s.verb !== undefined,
    decide: refuse,
  },
  verbRow(['abort'], {
    name: 'abort',
    says: 'The verb abort rolls back at once.',
    phases: ['Waiting', ...ANALYSING],
    asks: ['asked-by'],
    decide: (s, e, request) => {
      const message = `Rolling back ${canaryId(s)}: ${askedText(request, e)}`;
      return { end: fulfil(request, e, [{ kind: 'alert', severity: 'warn', message, fields: false }, ...wayBackPlan(s)], [warning(message)]) };
    },
  }),
  verbRow(['pause', 'resume'], {
    name: 'pause-or-resume',
    says: 'The verbs pause and resume keep analysis and steps and let them go on.',
    phases: ANALYSING,
    asks: ['asked-by'],
    decide: (_, e, request) => ({ end: fulfil(request, e, [{ kind: 'status', change: { kind: 'pause', paused: request.verb === 'pause' } }]) }),
  }),
  verbRow(['retry'], {
    name: 'retry-when-ready',
    says: 'The verb retry waits for the primary, which takes all traffic first.',
    phases: ['Failed'],
    asks: ['revision', 'primary-readiness'],
    decide: (s, e, request) => {
      const readiness = answer(e, 'primary-readiness');
      if (s.skipAnalysis || readiness.state === 'ready' || answer(e, 'revision').hash !== request.revision) return undefined;
      return { end: [waiting('primary-readiness', readiness.reason)], waits: waitForReadiness('primary', readiness.reason) };
    },
  }),
  verbRow(['retry'], {
    name: 'retry-when-slot-free',
    says: 'The verb retry waits for its turn where the number of rollouts is limited.',
    phases: ['Failed'],
    asks: ['revision', 'rollout-slot'],
    decide: (s, e, request) => (answer(e, 'revision').hash === request.revision ? slotPlan(s, answer(e, 'rollout-slot')) : undefined),
  }),
  verbRow(['retry'], {
    name: 'retry',
    says: 'The verb retry begins a run of the revision that failed, if the rollout gate is open.',
    phases: ['Failed'],
    asks: ['revision', 'asked-by', 'traffic', 'confirm-rollout'],
    decide: (s, e, request) => {
      if (answer(e, 'revision').hash !== request.revision) return undefined;
      const { end, ...rest } = beginPlan(s, answer(e, 'confirm-rollout'), request.revision);
      // A promotion that failed left the traffic on the canary.
      const back = answer(e, 'traffic').canary > 0 ? routeToPrimary : [];
      return { ...rest, end: fulfil(request, e, [...back, ...end]) };
    },
  }),
];

/** The row that passes over the rollout gate. */
export const skipApprovalRule: Rule = verbRow(['promote', 'skip-step'], {
  name: 'skip-approval',
  says: 'The verbs promote and skip-step let a run begin that waits for approval; promote goes on from there.',
  phases: ['Waiting'],
  asks: ['asked-by'],
  decide: (s, e, request) => {
    const { end, ...rest } = beginPlan(s, { open: true, passed: [] });
    return { ...rest, end: request.verb === 'promote' ? [normal(`${askedText(request, e)}, begins without approval`), ...end] : fulfil(request, e, end) };
  },
});

/** Rows for verbs that wait for primary and canary to be ready. */
export const advanceVerbRules: readonly Rule[] = [
  verbRow(['promote'], {
    name: 'promote-now',
    says: 'The verb promote passes over what is left of the analysis, and over the promotion gate.',
    phases: ANALYSING,
    asks: ['asked-by'],
    decide: (s, e, request) => {
      const { end, ...rest } = promotePlan(s, { open: true, passed: [] });
      return { ...rest, end: fulfil(request, e, end) };
    },
  }),
  verbRow(['skip-step'], {
    name: 'skip-step',
    says: 'The verb skip-step takes the next step unjudged; the check after it comes a whole interval later.',
    phases: ['Progressing'],
    asks: ['asked-by'],
    decide: (s, e, request) => ({ end: fulfil(request, e, stepPlan(s)), pace: 'mark' }),
  }),
];
