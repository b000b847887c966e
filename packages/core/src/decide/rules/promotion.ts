import { canaryId, normal } from '../announce.ts';
import type { Effect } from '../effect.ts';
import { routeToPrimary } from '../plans/routes.ts';
import { always, answer } from '../rule.ts';
import type { Outcome, Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';

const syncScaler: Effect = { kind: 'scaler', action: 'sync' };
const toFinalising: Effect = { kind: 'status', change: { kind: 'phase', phase: 'Finalising' } };

/**
 * Rows that bring traffic back to the promoted primary. The mark they leave starts the drain before the canary goes.
 *
 * @differs Flagger waits for ever where `stepWeightPromotion` finds the traffic back already: `inherited.test.ts` "does not hold the release up"
 */
export const promotionRules: readonly Rule[] = [
  {
    name: 'nothing-to-shift',
    says: 'Without weights the Services already lead to the promoted primary.',
    phases: ['Promoting'],
    pace: 'now',
    asks: [],
    applies: s => !s.capabilities.weights,
    decide: () => ({ end: [syncScaler, toFinalising], pace: 'mark' }),
  },
  {
    name: 'shift-back-at-once',
    says: 'Once the promoted primary is ready, it takes all traffic.',
    phases: ['Promoting'],
    pace: 'now',
    asks: [],
    applies: s => s.analysis.stepWeightPromotion <= 0,
    decide: () => ({ end: [syncScaler, normal('Routing all traffic to primary'), ...routeToPrimary, toFinalising], pace: 'mark' }),
  },
  {
    name: 'shift-back-by-steps',
    says: 'Once the promoted primary is ready, traffic returns by stepWeightPromotion, a step an interval.',
    phases: ['Promoting'],
    pace: 'interval',
    asks: ['traffic'],
    applies: always,
    decide: (s, e) => shiftBack(s, answer(e, 'traffic')),
  },
];

function shiftBack(s: Snapshot, live: { primary: number; canary: number }): Outcome {
  // Traffic that is back already (an edited route, a restart between two writes) has nothing left to step.
  if (live.canary <= 0) return { end: [syncScaler, toFinalising] };
  const step = s.analysis.stepWeightPromotion;
  const traffic = { primary: Math.min(100, live.primary + step), canary: Math.max(0, live.canary - step), mirrored: false };
  return {
    end: [
      syncScaler,
      { kind: 'route', traffic },
      { kind: 'weight-gauge', traffic },
      normal(`Advance ${canaryId(s)} primary weight ${traffic.primary}`),
      traffic.primary === 100 ? toFinalising : { kind: 'status', change: { kind: 'weight', canaryWeight: traffic.canary } },
    ],
  };
}
