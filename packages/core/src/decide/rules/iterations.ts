import { normal, passedGates } from '../announce.ts';
import { heldPromotionPlan, promotePlan } from '../plans/promote.ts';
import { routeToCanary, TO_PRIMARY } from '../plans/routes.ts';
import { iterate } from '../plans/step.ts';
import { answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { ANALYSING } from './phases.ts';

const iterating = (s: Snapshot): boolean => s.analysis.iterations > s.iterations;

/** Rows of A/B testing. @source flagger scheduler.go runAB */
export const abTestingRules: readonly Rule[] = [
  {
    name: 'ab-iterate',
    says: 'Matched requests go to the canary; each check is an iteration.',
    phases: ANALYSING,
    pace: 'interval',
    asks: [],
    applies: s => s.analysis.strategy === 'ab-testing' && iterating(s),
    decide: s => ({ end: [...routeToCanary, ...iterate(s)] }),
  },
  {
    name: 'ab-promote',
    says: 'After the last iteration the revision is promoted, if the promotion gate is open.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['confirm-promotion'],
    applies: s => s.analysis.strategy === 'ab-testing',
    decide: (s, e) => {
      const gate = answer(e, 'confirm-promotion');
      return gate.open ? promotePlan(s, gate) : heldPromotionPlan(s, gate);
    },
  },
];

/** Rows of blue/green. @source flagger scheduler.go runBlueGreen */
export const blueGreenRules: readonly Rule[] = [
  {
    name: 'bg-iterate',
    says: 'Each check is an iteration; with mirroring, requests are copied to the canary meanwhile.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['traffic'],
    applies: s => s.analysis.strategy === 'blue-green' && iterating(s),
    decide: (s, e) => {
      const mirror = s.capabilities.weights && s.analysis.mirror && !answer(e, 'traffic').mirrored;
      return { end: [...(mirror ? [{ kind: 'route', traffic: { ...TO_PRIMARY, mirrored: true } } as const] : []), ...iterate(s)] };
    },
  },
  {
    name: 'bg-switch',
    says: 'After the last iteration all traffic goes to the canary, if the promotion gate is open.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['confirm-promotion'],
    applies: s => s.analysis.strategy === 'blue-green' && s.analysis.iterations === s.iterations,
    decide: (s, e) => {
      const gate = answer(e, 'confirm-promotion');
      if (!gate.open) return heldPromotionPlan(s, gate);
      const says = s.analysis.mirror ? 'Stop traffic mirroring and route all traffic to canary' : 'Routing all traffic to canary';
      return {
        end: [
          ...passedGates('Confirm-promotion', gate.passed),
          ...(s.capabilities.weights ? [normal(says), ...routeToCanary] : []),
          { kind: 'status', change: { kind: 'iterations', iterations: s.iterations + 1 } },
        ],
      };
    },
  },
  {
    name: 'bg-promote',
    says: 'After one more check the revision is promoted, if the promotion gate is still open.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['confirm-promotion'],
    applies: s => s.analysis.strategy === 'blue-green',
    decide: (s, e) => {
      const gate = answer(e, 'confirm-promotion');
      return gate.open ? promotePlan(s, gate) : heldPromotionPlan(s, gate);
    },
  },
];
