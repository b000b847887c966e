import { configsChanged, revisionChange } from '../../status/revision-change.ts';
import { normal, targetId } from '../announce.ts';
import { beginPlan, SYNC_RUN } from '../plans/begin.ts';
import { failedPromotionPlan } from '../plans/failed-promotion.ts';
import { rollbackPlan } from '../plans/rollback.ts';
import { slotPlan } from '../plans/slot.ts';
import { unready } from '../plans/unready.ts';
import { TO_PRIMARY } from '../plans/routes.ts';
import { always, answer } from '../rule.ts';
import type { Outcome, Rule } from '../rule.ts';
import type { Effect } from '../effect.ts';
import type { Evidence } from '../evidence.ts';
import type { Snapshot } from '../snapshot.ts';
import { ANALYSING, MOVING, RESTING } from './phases.ts';
import { awaitSlotRule, beginQueuedRule } from './slots.ts';
import { skipApprovalRule } from './verbs.ts';

const changed = (s: Snapshot, e: Evidence): boolean => revisionChange(s.canary.status ?? {}, answer(e, 'revision')) === 'changed';

/** @source flagger pkg/metrics/recorder.go SetStatus */
const statusGauge = ({ phase }: Snapshot): Effect => ({ kind: 'status-gauge', value: phase === 'Failed' ? 2 : phase === 'Progressing' ? 0 : 1 });

const begin = (s: Snapshot, e: Evidence): Outcome => beginPlan(s, answer(e, 'confirm-rollout'), answer(e, 'revision').hash);

/**
 * Rows from a changed target to a running canary.
 *
 * @differs Of a failed canary, Flagger notes a new revision before it knows whether a run can begin; one that comes while the primary is not ready is never released: `inherited.test.ts` "after a failure is not lost"
 * @differs Flagger writes a failed canary's status at every interval: `inherited.test.ts` "by a failed canary without a write"
 */
export const beginRules: readonly Rule[] = [
  {
    name: 'remember-reverted',
    says: 'A target that went back to the promoted revision after a failure is no release, but its failed revision may be tried again later.',
    phases: ['Failed'],
    pace: 'now',
    asks: ['revision'],
    applies: always,
    decide: (s, e) => {
      const { hash, trackedConfigs } = answer(e, 'revision');
      const status = s.canary.status ?? {};
      if (changed(s, e) || (status.lastAppliedSpec === hash && !configsChanged(status.trackedConfigs, trackedConfigs))) return undefined;
      const { canaryWeight = 0, iterations = 0, failedChecks = 0 } = status;
      return { end: [{ kind: 'status', change: { kind: 'sync', phase: 'Failed', canaryWeight, iterations, failedChecks } }] };
    },
  },
  {
    name: 'unchanged',
    says: 'A finished canary rests until its target or configs change.',
    phases: RESTING,
    pace: 'now',
    rests: true,
    asks: ['revision'],
    applies: always,
    decide: (s, e) => (changed(s, e) ? undefined : { end: [statusGauge(s)] }),
  },
  {
    name: 'stand',
    says: 'A release that succeeded stands for an interval, so that whoever waits for it sees it, before a change that came during it begins the next.',
    phases: ['Succeeded'],
    pace: 'now',
    asks: [],
    applies: s => !s.due,
    decide: () => ({ end: [] }),
  },
  {
    name: 'primary-readiness',
    says: 'The primary must be ready; one that can\'t become ready ends the run.',
    phases: [...RESTING, ...MOVING],
    pace: 'now',
    asks: ['primary-readiness'],
    applies: s => !s.skipAnalysis,
    decide: (s, e) => {
      const readiness = answer(e, 'primary-readiness');
      const promoted = s.phase === 'Promoting' || s.phase === 'Finalising';
      return unready('primary', readiness, () => (promoted && readiness.state === 'stuck' ? failedPromotionPlan(s, readiness.reason) : rollbackPlan(s)));
    },
  },
  {
    name: 'read-traffic',
    says: 'The live split is read back; it and the phase are counted.',
    phases: [...RESTING, ...MOVING],
    pace: 'now',
    asks: ['traffic'],
    applies: always,
    decide: (s, e) => ({ pass: [{ kind: 'weight-gauge', traffic: answer(e, 'traffic') }, statusGauge(s)] }),
  },
  awaitSlotRule,
  {
    name: 'begin',
    says: 'A new revision starts a run, or waits for approval.',
    phases: RESTING,
    pace: 'now',
    asks: ['revision', 'confirm-rollout'],
    applies: always,
    decide: begin,
  },
  skipApprovalRule,
  beginQueuedRule,
  {
    name: 'await-approval',
    says: 'A run that waits for approval asks again.',
    phases: ['Waiting'],
    pace: 'interval',
    asks: ['revision', 'confirm-rollout'],
    applies: always,
    decide: (s, e) => (answer(e, 'confirm-rollout').open ? undefined : begin(s, e)),
  },
  {
    name: 'begin-when-approved',
    says: 'A run that is approved begins, or stands in the queue for a slot.',
    phases: ['Waiting'],
    pace: 'interval',
    asks: ['revision', 'confirm-rollout', 'rollout-slot'],
    applies: always,
    decide: (s, e) => slotPlan(s, answer(e, 'rollout-slot')) ?? begin(s, e),
  },
  {
    name: 'restart',
    says: 'A further revision during the analysis starts it anew.',
    phases: ANALYSING,
    pace: 'now',
    asks: ['revision'],
    applies: always,
    decide: (s, e) =>
      changed(s, e)
        ? {
            end: [
              normal(`New revision detected! Restarting analysis for ${targetId(s)}`),
              { kind: 'route', traffic: TO_PRIMARY },
              SYNC_RUN,
            ],
            pace: 'clear',
          }
        : undefined,
  },
];
