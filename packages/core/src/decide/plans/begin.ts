import { canaryId, normal, passedGates, targetId, warning } from '../announce.ts';
import type { StatusChange } from '../../status/status-change.ts';
import type { Effect } from '../effect.ts';
import type { GateVerdict } from '../evidence.ts';
import type { Ending } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { waitForGate } from '../waits.ts';
import { heldAlert } from './promote.ts';

/** A run of a revision, or the wait for its approval: said once, then polled silently. */
export function beginPlan(s: Snapshot, gate: GateVerdict, revision?: string): Ending {
  const passed = passedGates('Confirm-rollout', gate.passed);
  if (!gate.open) {
    const waits = waitForGate('confirm-rollout', gate, revision);
    if (s.phase === 'Waiting') return { end: passed, waits };
    return {
      end: [
        ...passed,
        { kind: 'status', change: awaitApproval(s) },
        warning(`Halt ${canaryId(s)} advancement waiting for approval ${gate.heldBy.name}`),
        ...heldAlert(gate, 'Canary is waiting for approval.'),
      ],
      pace: 'mark',
      waits,
    };
  }
  return {
    end: [
      ...passed,
      normal(`New revision detected! Scaling up ${targetId(s)}`, 'Progressing'),
      { kind: 'alert', severity: 'info', message: 'New revision detected, progressing canary analysis.', fields: true },
      { kind: 'scaler', action: 'resume' },
      { kind: 'scale', to: 'from-zero' },
      SYNC_RUN,
      { kind: 'status-gauge', value: 0 },
    ],
    pace: 'clear',
  };
}

/** After a failure the gate is asked about the revision that stands, so that is noted; else it is when the run begins. @source flagger scheduler.go shouldAdvance */
function awaitApproval({ phase, canaryWeight, iterations, failedChecks }: Snapshot): StatusChange {
  return phase === 'Failed' ? { kind: 'sync', phase: 'Waiting', canaryWeight, iterations, failedChecks } : { kind: 'phase', phase: 'Waiting' };
}

/** A run of the revision that stands begins, with no counter set. */
export const SYNC_RUN: Effect = { kind: 'status', change: { kind: 'sync', phase: 'Progressing' } };
