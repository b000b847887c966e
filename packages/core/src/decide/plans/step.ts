import type { Traffic } from '@flagger/sdk';
import { nextStep, stepUp } from '../../strategy/weights.ts';
import { canaryId, normal } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { Snapshot } from '../snapshot.ts';
import { routeToCanary } from './routes.ts';

/** Moves traffic to the canary. */
export function moveTo(s: Snapshot, traffic: Traffic): Effect[] {
  return [
    { kind: 'route', traffic },
    { kind: 'status', change: { kind: 'weight', canaryWeight: traffic.canary } },
    { kind: 'weight-gauge', traffic },
    normal(`Advance ${canaryId(s)} canary weight ${traffic.canary}`),
  ];
}

/** Counts one iteration. */
export function iterate(s: Snapshot): Effect[] {
  const next = s.iterations + 1;
  return [
    { kind: 'status', change: { kind: 'iterations', iterations: next } },
    normal(`Advance ${canaryId(s)} canary iteration ${next}/${s.analysis.iterations}`),
  ];
}

/** The split after the step that follows the weight of the status: however often it is taken, it is the same. */
export function weightAfterStep(s: Snapshot): { primary: number; canary: number } {
  return stepUp({ primary: 100 - s.canaryWeight, canary: s.canaryWeight }, nextStep(s.canaryWeight, s.analysis.spec));
}

/** The next step of whatever strategy, unjudged; no mirroring comes before it. */
export function stepPlan(s: Snapshot): Effect[] {
  if (s.analysis.strategy === 'canary') return moveTo(s, { ...weightAfterStep(s), mirrored: false });
  return [...(s.analysis.strategy === 'ab-testing' ? routeToCanary : []), ...iterate(s)];
}
