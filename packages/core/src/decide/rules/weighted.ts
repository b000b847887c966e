import type { Traffic } from '@flagger/sdk';
import { nextStep, promotionWeight, stepUp } from '../../strategy/weights.ts';
import { canaryId, passedGates, warning } from '../announce.ts';
import type { Evidence } from '../evidence.ts';
import { heldAlert, heldPromotionPlan, promotePlan } from '../plans/promote.ts';
import { TO_PRIMARY } from '../plans/routes.ts';
import { moveTo, weightAfterStep } from '../plans/step.ts';
import { answer } from '../rule.ts';
import type { Outcome, Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { waitForGate } from '../waits.ts';
import { ANALYSING } from './phases.ts';

const weighted = (s: Snapshot): boolean => s.analysis.strategy === 'canary';
const stepFrom = (s: Snapshot, weight: number): number => nextStep(weight, s.analysis.spec);

/** With mirroring, the first move copies requests to the canary and shifts none. */
function advance(s: Snapshot, live: Traffic): Outcome {
  const mirrorFirst = s.analysis.mirror && live.canary === 0 && !live.mirrored;
  const traffic: Traffic = mirrorFirst ? { ...TO_PRIMARY, mirrored: true } : { ...stepUp(live, stepFrom(s, live.canary)), mirrored: false };
  return { end: moveTo(s, traffic) };
}

/** A step whose route was written, but whose status was not. */
function halfStep(s: Snapshot, e: Evidence): boolean {
  const { canary } = answer(e, 'traffic');
  return weighted(s) && s.phase === 'Progressing' && canary > s.canaryWeight && canary === weightAfterStep(s).canary;
}

/** Finishes a step that was cut off; it comes before the analysis, so that a weight is never taken twice. */
export const halfStepRule: Rule = {
  name: 'finish-step',
  says: 'A step that was cut off after its route was written is finished, not taken again.',
  phases: ['Progressing'],
  pace: 'now',
  asks: ['traffic'],
  applies: weighted,
  decide: (s, e) => (halfStep(s, e) ? { end: moveTo(s, answer(e, 'traffic')), pace: 'mark' } : undefined),
};

/** Rows of the weighted canary. @source flagger scheduler.go runCanary */
export const weightedRules: readonly Rule[] = [
  {
    name: 'no-step-left',
    says: 'Where no step leads up, the analysis goes on at the same weight.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['traffic'],
    applies: weighted,
    decide: (s, e) => (stepFrom(s, answer(e, 'traffic').canary) > 0 ? undefined : { end: [] }),
  },
  {
    name: 'confirm-traffic-increase',
    says: 'Each step up, and the promotion, waits for the traffic-increase gate.',
    phases: ['Progressing'],
    pace: 'interval',
    asks: ['traffic', 'confirm-traffic-increase'],
    applies: (s, e) => weighted(s) && e.traffic?.mirrored !== true,
    decide: (s, e) => {
      const gate = answer(e, 'confirm-traffic-increase');
      const passed = passedGates('Confirm-traffic-increase', gate.passed);
      if (gate.open) return { pass: passed };
      return {
        end: [
          ...passed,
          warning(`Halt ${canaryId(s)} advancement waiting for traffic increase approval ${gate.heldBy.name}`),
          ...heldAlert(gate, 'Canary traffic increase is waiting for approval.'),
        ],
        waits: waitForGate('confirm-traffic-increase', gate),
      };
    },
  },
  {
    name: 'step-up',
    says: 'Below the promotion weight, traffic moves one step to the canary.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['traffic'],
    applies: weighted,
    decide: (s, e) => {
      const live = answer(e, 'traffic');
      return live.canary < promotionWeight(s.analysis.spec) ? advance(s, live) : undefined;
    },
  },
  {
    name: 'promote',
    says: 'At the promotion weight the revision is promoted, if the promotion gate is open.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['confirm-promotion'],
    applies: weighted,
    decide: (s, e) => {
      const gate = answer(e, 'confirm-promotion');
      return gate.open ? promotePlan(s, gate) : heldPromotionPlan(s, gate);
    },
  },
];
