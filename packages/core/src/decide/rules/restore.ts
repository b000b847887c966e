import { primaryId, waiting, warning } from '../announce.ts';
import { NOTHING_KEPT, restoredPlan, restorePlan } from '../plans/restore.ts';
import { answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { restoreStage } from '../../status/restored-condition.ts';
import { waitForReadiness } from '../waits.ts';
import { RESTING } from './phases.ts';

/** The promoted primary could not start: the canary has all traffic. */
const failedPromotion = (s: Snapshot): boolean => s.restorePrimary && s.phase === 'Failed' && s.canaryWeight === 100;

/**
 * Rows that bring a primary back that can't become ready after its promotion. They come before anything new may begin.
 *
 * @differs Flagger leaves the primary broken and the traffic on the canary: `restore.test.ts` "takes the primary back and then the traffic"
 */
export const restoreRules: readonly Rule[] = [
  {
    name: 'forget-kept',
    says: 'With restorePrimary, what the primary was is forgotten once the release is over.',
    phases: RESTING,
    pace: 'now',
    asks: ['kept-primary'],
    applies: s => s.restorePrimary && !failedPromotion(s),
    decide: (_, e) => (answer(e, 'kept-primary') === 'none' ? undefined : { pass: [{ kind: 'forget-kept' }] }),
  },
  {
    name: 'restore-primary',
    says: 'With restorePrimary, a primary that can\'t become ready after its promotion becomes what it was; the canary keeps the traffic meanwhile.',
    phases: ['Failed'],
    pace: 'now',
    asks: ['kept-primary'],
    applies: failedPromotion,
    decide: (s, e) => {
      const kept = answer(e, 'kept-primary');
      if (kept === 'kept') return { end: restorePlan(s) };
      if (kept === 'restored' || restoreStage(s.canary.status ?? {}) !== undefined) return undefined;
      return { end: [warning(`${primaryId(s)} stays as it is: ${NOTHING_KEPT}`), { kind: 'status', change: { kind: 'restore', stage: 'impossible', message: NOTHING_KEPT } }] };
    },
  },
  {
    name: 'return-to-restored',
    says: 'Once the restored primary is ready, it takes all traffic and the canary is scaled to zero.',
    phases: ['Failed'],
    pace: 'now',
    asks: ['kept-primary', 'primary-readiness'],
    applies: failedPromotion,
    decide: (s, e) => {
      if (answer(e, 'kept-primary') !== 'restored') return undefined;
      const readiness = answer(e, 'primary-readiness');
      if (readiness.state === 'ready') return { end: restoredPlan(s) };
      return { end: [waiting('primary-readiness', readiness.reason)], waits: waitForReadiness('primary', readiness.reason) };
    },
  },
];
