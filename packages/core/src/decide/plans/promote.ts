import { canaryId, normal, passedGates, targetId, warning } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { GateVerdict } from '../evidence.ts';
import type { Ending } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { waitForGate } from '../waits.ts';

/** Copies the judged revision to the primary. The pace is cleared: traffic moves as soon as the primary is ready. */
export function promotePlan(s: Snapshot, gate: GateVerdict): Ending {
  const { name, namespace } = { name: s.canary.spec.targetRef.name, namespace: s.canary.metadata.namespace ?? '' };
  return {
    end: [
      ...passedGates('Confirm-promotion', gate.passed),
      normal(`Copying ${targetId(s)} template spec to ${name}-primary.${namespace}`),
      { kind: 'promote', ...(s.restorePrimary && { keeps: true }) },
      { kind: 'status', change: { kind: 'phase', phase: 'Promoting' } },
    ],
    pace: 'clear',
  };
}

/**
 * A closed confirm-promotion gate: said once, then polled silently while the last iteration repeats.
 *
 * @source flagger scheduler_hooks.go runConfirmPromotionHooks
 */
export function heldPromotionPlan(s: Snapshot, gate: Extract<GateVerdict, { open: false }>): Ending {
  const waits = waitForGate('confirm-promotion', gate);
  const passed = passedGates('Confirm-promotion', gate.passed);
  if (s.phase === 'WaitingPromotion') {
    const iterations = s.analysis.iterations - 1;
    return { end: [...passed, { kind: 'status', change: { kind: 'iterations', iterations } }], waits };
  }
  return {
    end: [
      ...passed,
      { kind: 'status', change: { kind: 'phase', phase: 'WaitingPromotion' } },
      warning(`Halt ${canaryId(s)} advancement waiting for promotion approval ${gate.heldBy.name}`),
      ...heldAlert(gate, 'Canary promotion is waiting for approval.'),
    ],
    waits,
  };
}

/** The alert of a closed gate, unless the hook mutes it. */
export function heldAlert(gate: Extract<GateVerdict, { open: false }>, message: string): Effect[] {
  return gate.heldBy.muteAlert ? [] : [{ kind: 'alert', severity: 'warn', message, fields: false }];
}
