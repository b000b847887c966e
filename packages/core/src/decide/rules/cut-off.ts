import type { TargetRevision, Traffic } from '@flagger/sdk';
import { promotionWeight } from '../../strategy/weights.ts';
import { promotePlan } from '../plans/promote.ts';
import { fulfil } from '../plans/verb.ts';
import { answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { ANALYSING } from './phases.ts';
import { verbRow } from './verbs.ts';

/**
 * A rollback that was cut off before its end left the canary at zero, which counts as ready.
 *
 * @differs Flagger goes on with the analysis and sends traffic to nobody: `rollouts.test.ts` "sends no traffic to nobody"
 */
export const keepRunningRule: Rule = {
  name: 'keep-running',
  says: 'A canary that is judged runs: where a rollback was cut off after it scaled down, it is scaled up and judged again.',
  phases: ANALYSING,
  pace: 'now',
  asks: [],
  // Past the threshold the rollback is taken up at once.
  applies: s => s.failedChecks < s.analysis.threshold,
  decide: () => ({ pass: [{ kind: 'scaler', action: 'resume' }, { kind: 'scale', to: 'from-zero' }] }),
};

/**
 * A promotion whose status was not written. The revision passed its judgement; a check that fails now would call it failed
 * while the primary runs it.
 *
 * @differs Flagger judges it once more: `rollouts.test.ts` "a promotion that ended before its status"
 */
export const finishPromotionRule: Rule = {
  name: 'finish-promotion',
  says: 'A promotion that was cut off after the primary got the new revision is finished, not judged again.',
  phases: ANALYSING,
  pace: 'now',
  asks: ['revision', 'traffic'],
  applies: (s, e) => !s.skipAnalysis && (e.revision === undefined || isPromoted(s, e.revision)),
  decide: (s, e) => (isJudged(s, answer(e, 'traffic')) ? promotePlan(s, { open: true, passed: [] }) : undefined),
};

/** As above, where a verb asked for the promotion: it is noted, and what was left of the analysis stays passed over. */
export const finishAskedPromotionRule: Rule = verbRow(['promote'], {
  name: 'finish-asked-promotion',
  says: 'A promotion that the verb promote asked for is finished as such.',
  phases: ANALYSING,
  asks: ['revision', 'asked-by'],
  decide: (s, e, request) => {
    if (s.skipAnalysis || !isPromoted(s, answer(e, 'revision'))) return undefined;
    const { end, ...rest } = promotePlan(s, { open: true, passed: [] });
    return { ...rest, end: fulfil(request, e, end) };
  },
});

function isJudged(s: Snapshot, live: Traffic): boolean {
  const { strategy, iterations, spec } = s.analysis;
  return strategy === 'canary' ? live.canary >= promotionWeight(spec) : s.iterations >= iterations;
}

/** The primary has the revision of this run, and not because that is the one that was promoted before, or that it was made with. */
function isPromoted({ canary: { status = {} } }: Snapshot, { hash, equalsPrimary }: TargetRevision): boolean {
  return equalsPrimary && hash === status.lastAppliedSpec && hash !== status.lastPromotedSpec && hash !== status.firstRevision;
}
