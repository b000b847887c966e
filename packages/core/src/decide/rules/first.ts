import { revisionChange } from '../../status/revision-change.ts';
import { canaryId, normal, primaryId, targetId } from '../announce.ts';
import type { Effect } from '../effect.ts';
import { beginPlan } from '../plans/begin.ts';
import { firstStuckPlan } from '../plans/rollback.ts';
import { unready } from '../plans/unready.ts';
import { answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { waitForReadiness } from '../waits.ts';

const syncInitializing: Effect = { kind: 'status', change: { kind: 'sync', phase: 'Initializing' } };

/** Only what failed before has a revision while it is being initialized. */
const begunOver = (s: Snapshot): boolean => Boolean(s.canary.status?.lastAppliedSpec);

/** A primary that was there before its canary is left as it is, unless it can't run. */
export const followFirstRule: Rule = {
  name: 'follow-first',
  says: 'With analyzeFirst, a primary that never became ready takes on the new revision of its target.',
  phases: ['Initializing'],
  pace: 'now',
  asks: ['revision', 'primary-readiness'],
  applies: s => s.analyzeFirst,
  decide: (s, e) => {
    if (answer(e, 'revision').equalsPrimary || !(begunOver(s) || answer(e, 'primary-readiness').state === 'stuck')) return undefined;
    const message = `${primaryId(s)} takes on the new revision`;
    // The status first: it says that the initialization was begun over, so that a promotion that was cut off is made up for.
    return { end: [normal(`New revision detected! ${message}`), syncInitializing, { kind: 'promote' }], waits: waitForReadiness('primary', message) };
  },
};

/** Before the first release the primary becomes ready; one that took on a new revision is not overdue because the one before was. */
export const awaitFirstRule: Rule = {
  name: 'await-first-primary',
  says: 'Before the first release the primary becomes ready; if it never can, the canary fails.',
  phases: ['Initializing'],
  pace: 'now',
  asks: ['primary-readiness'],
  applies: s => !s.skipAnalysis,
  decide: (s, e) => {
    const found = answer(e, 'primary-readiness');
    const readiness = found.state === 'stuck' && s.analyzeFirst && begunOver(s) && s.fresh ? ({ ...found, state: 'waiting' } as const) : found;
    return unready('primary', readiness, () => firstStuckPlan(s));
  },
};

/**
 * With the first revision on both sides, a run judges it like every other. The rollout gate is not asked: the revision has all traffic already.
 *
 * @differs Flagger calls the first revision good once its primary is ready: `first.test.ts` "is judged before it is called good"
 */
export const judgeFirstRule: Rule = {
  name: 'judge-first',
  says: 'With analyzeFirst, a run judges the first revision, too; until it has passed, nothing is called initialized.',
  phases: ['Initializing'],
  pace: 'now',
  asks: ['revision'],
  applies: s => s.analyzeFirst,
  decide: s => {
    const { end, ...rest } = beginPlan(s, { open: true, passed: [] });
    return { ...rest, end: [normal(`${primaryId(s)} is ready, the first revision of ${canaryId(s)} is analysed before it is called good`), ...end] };
  },
};

/**
 * A primary that never became ready is no reason to keep a new revision out.
 *
 * @differs Flagger rolls every later revision back for it: `first.test.ts` "starts over where the primary can't become ready"
 */
export const startOverRule: Rule = {
  name: 'start-over',
  says: 'With analyzeFirst, a new revision starts over where the first one can\'t become ready.',
  phases: ['Failed'],
  pace: 'now',
  asks: ['revision', 'primary-readiness'],
  // After a promotion that failed, users are on the canary.
  applies: s => s.analyzeFirst && !s.canary.status?.lastPromotedSpec && s.canaryWeight !== 100,
  decide: (s, e) => {
    if (revisionChange(s.canary.status ?? {}, answer(e, 'revision')) !== 'changed' || answer(e, 'primary-readiness').state !== 'stuck') return undefined;
    return { end: [normal(`New revision detected! Starting over with ${targetId(s)}`), syncInitializing] };
  },
};
