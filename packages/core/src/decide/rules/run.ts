import { canaryId, normal, targetId, warning } from '../announce.ts';
import { rollbackPlan } from '../plans/rollback.ts';
import { unready } from '../plans/unready.ts';
import { skipPlan } from '../plans/skip.ts';
import { revisionChange } from '../../status/revision-change.ts';
import type { Evidence } from '../evidence.ts';
import { always, answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { keepRunningRule } from './cut-off.ts';
import { ANALYSING, RUNNING } from './phases.ts';

/** A release that succeeds stands for an interval where a change waits for its end already; one that comes later is answered at once. */
function paceAfter({ canary: { status = {} } }: Snapshot, e: Evidence): 'mark' | 'clear' {
  return revisionChange({ ...status, lastPromotedSpec: status.lastAppliedSpec ?? '' }, answer(e, 'revision')) === 'changed' ? 'mark' : 'clear';
}

/** Rows of a running canary that come before its analysis. */
export const runRules: readonly Rule[] = [
  keepRunningRule,
  {
    name: 'canary-readiness',
    says: 'The canary must be ready; past its progress deadline it is rolled back.',
    phases: RUNNING,
    pace: 'now',
    asks: ['canary-readiness'],
    applies: always,
    decide: (s, e) => unready('canary', answer(e, 'canary-readiness'), () => rollbackPlan(s)),
  },
  {
    name: 'skip-analysis',
    says: 'Without analysis the revision is promoted at once.',
    phases: RUNNING,
    pace: 'now',
    asks: ['revision'],
    applies: s => s.skipAnalysis && !s.paused,
    decide: (s, e) => ({ end: skipPlan(s), pace: paceAfter(s, e) }),
  },
  {
    name: 'rollback-signalled',
    says: 'A rollback hook can end the run at every check.',
    phases: ANALYSING,
    pace: 'now',
    asks: ['rollback'],
    applies: s => s.due || s.failedChecks >= s.analysis.threshold,
    decide: (s, e) => {
      const { signalledBy, silent } = answer(e, 'rollback');
      const quiet = silent.map(name => normal(`Rollback hook ${name} not signaling a rollback`));
      if (signalledBy === undefined) return { pass: quiet };
      return {
        end: [
          ...quiet,
          warning(`Rollback check ${signalledBy} passed`),
          warning(`Rolling back ${canaryId(s)} manual webhook invoked`),
          { kind: 'alert', severity: 'warn', message: 'Rolling back manual webhook invoked', fields: false },
          ...rollbackPlan(s),
        ],
      };
    },
  },
  {
    name: 'threshold-reached',
    says: 'Too many failed checks end the run.',
    phases: ANALYSING,
    pace: 'now',
    asks: [],
    applies: s => s.failedChecks >= s.analysis.threshold,
    decide: s => ({ end: rollbackPlan(s) }),
  },
  {
    name: 'scale-down',
    says: 'After the drain the canary is scaled to zero: the release is done.',
    phases: ['Finalising'],
    pace: 'interval',
    asks: ['revision'],
    applies: always,
    decide: (s, e) => ({
      pace: paceAfter(s, e),
      end: [
        { kind: 'scaler', action: 'pause' },
        { kind: 'scale', to: 'zero' },
        { kind: 'status', change: { kind: 'phase', phase: 'Succeeded' } },
        { kind: 'status-gauge', value: 1 },
        { kind: 'outcome', result: 'success', how: 'completed' },
        { kind: 'hooks', type: 'post-rollout', phase: 'Succeeded' },
        normal(`Promotion completed! Scaling down ${targetId(s)}`, 'Succeeded'),
        { kind: 'alert', severity: 'info', message: 'Canary analysis completed successfully, promotion finished.', fields: false },
      ],
    }),
  },
];
