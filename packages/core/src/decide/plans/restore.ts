import { canaryId, primaryId, targetId, warning } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { Snapshot } from '../snapshot.ts';
import { routeToPrimary } from './routes.ts';

/** Why a primary can't come back. */
export const NOTHING_KEPT = 'nothing is kept of what the primary was before its promotion';

/** The way back of a primary that can't become ready after its promotion; traffic waits on the canary. */
export function restorePlan(s: Snapshot): Effect[] {
  const message = `${primaryId(s)} becomes what it was before the promotion, as it can't become ready after it`;
  return [warning(`Restoring: ${message}`), { kind: 'restore' }, { kind: 'status', change: { kind: 'restore', stage: 'begun', message } }];
}

/** The primary is what it was, and ready: it takes all traffic, and the canary goes. */
export function restoredPlan(s: Snapshot): Effect[] {
  const message = `The promotion of ${targetId(s)} failed; ${primaryId(s)} is what it was before`;
  return [
    warning(`${message}, routing all traffic to it`),
    ...routeToPrimary,
    warning(`Canary failed! Scaling down ${canaryId(s)}`),
    { kind: 'alert', severity: 'warn', message: `${message} and takes all traffic`, fields: false },
    { kind: 'scaler', action: 'pause' },
    { kind: 'scale', to: 'zero' },
    { kind: 'status', change: { kind: 'restore', stage: 'done', message } },
  ];
}
