import { configsChanged, revisionChange } from '../../status/revision-change.ts';
import { normal, targetId } from '../announce.ts';
import { beginPlan } from '../plans/begin.ts';
import { failedPromotionPlan } from '../plans/failed-promotion.ts';
import { rollbackPlan } from '../plans/rollback.ts';
import { unready } from '../plans/unready.ts';
import { TO_PRIMARY } from '../plans/routes.ts';
import { always, answer } from '../rule.ts';
import type { Outcome, Rule } from '../rule.ts';
import type { Evidence } from '../evidence.ts';
import type { Snapshot } from '../snapshot.ts';
import { ANALYSING, MOVING, RESTING } from './phases.ts';
import { skipApprovalRule } from './verbs.ts';

const changed = (s: Snapshot, e: Evidence): boolean => revisionChange(s.canary.status ?? {}, answer(e, 'revision')) === 'changed';

const begin = (s: Snapshot, e: Evidence): Outcome => beginPlan(s, answer(e, 'confirm-rollout'), answer(e, 'revision').hash);

/** Rows from a changed target to a running canary. */
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
    decide: (s, e) => (changed(s, e) ? undefined : { end: [{ kind: 'status-gauge', value: s.phase === 'Failed' ? 2 : 1 }] }),
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
    says: 'The live split is read back.',
    phases: [...RESTING, ...MOVING],
    pace: 'now',
    asks: ['traffic'],
    applies: always,
    decide: (_, e) => ({ pass: [{ kind: 'weight-gauge', traffic: answer(e, 'traffic') }] }),
  },
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
  {
    name: 'begin-when-approved',
    says: 'A run that waits for approval asks again.',
    phases: ['Waiting'],
    pace: 'interval',
    asks: ['revision', 'confirm-rollout'],
    applies: always,
    decide: begin,
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
              { kind: 'status', change: { kind: 'sync', phase: 'Progressing' } },
            ],
            pace: 'clear',
          }
        : undefined,
  },
];
