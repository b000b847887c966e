import { beginPlan } from '../plans/begin.ts';
import { isQueued, slotPlan } from '../plans/slot.ts';
import { answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { grantedVerb } from '../verb-ruling.ts';
import { RESTING } from './phases.ts';

/** Of those that wait for approval, only such stand in the queue as are approved, or need no approval by a verb. */
export const awaitSlotRule: Rule = {
  name: 'await-slot',
  says: 'Where the number of rollouts is limited, a run begins when its turn has come.',
  phases: [...RESTING, 'Waiting'],
  pace: 'now',
  asks: ['revision', 'rollout-slot'],
  applies: (s, e) => s.phase !== 'Waiting' || isQueued(s) || grantedVerb(s, e)?.verb === 'promote' || grantedVerb(s, e)?.verb === 'skip-step',
  decide: (s, e) => slotPlan(s, answer(e, 'rollout-slot')),
};

/** Approval may have been taken back while it stood in the queue. */
export const beginQueuedRule: Rule = {
  name: 'begin-queued',
  says: 'A run that was approved and whose turn has come asks for approval once more, and begins.',
  phases: ['Waiting'],
  pace: 'now',
  asks: ['revision', 'confirm-rollout'],
  applies: isQueued,
  decide: (s, e) => {
    const gate = answer(e, 'confirm-rollout');
    const plan = beginPlan(s, gate, answer(e, 'revision').hash);
    return gate.open ? plan : { ...plan, pace: 'mark' };
  },
};

/** The analysis of a first revision is a run like any other. */
export const awaitFirstSlotRule: Rule = {
  name: 'first-awaits-slot',
  says: 'With analyzeFirst, the run that judges the first revision waits for its turn, too.',
  phases: ['Initializing'],
  pace: 'now',
  asks: ['rollout-slot'],
  applies: s => s.analyzeFirst,
  decide: (s, e) => slotPlan(s, answer(e, 'rollout-slot')),
};
