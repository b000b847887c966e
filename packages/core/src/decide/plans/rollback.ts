import { canaryId, primaryId, targetId, warning } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { Snapshot } from '../snapshot.ts';
import { TO_PRIMARY } from './routes.ts';

/** The way back, and why where checks failed too often. @source flagger scheduler.go rollback */
export function rollbackPlan(s: Snapshot): Effect[] {
  return [...thresholdNews(s), ...wayBackPlan(s)];
}

/** The way back: traffic to the primary, the canary away, the revision marked as failed. */
export function wayBackPlan(s: Snapshot): Effect[] {
  return [
    { kind: 'route', traffic: TO_PRIMARY },
    ...firstNews(s),
    warning(`Canary failed! Scaling down ${canaryId(s)}`, { phase: 'Failed' }),
    { kind: 'weight-gauge', traffic: TO_PRIMARY },
    { kind: 'scaler', action: 'pause' },
    { kind: 'scale', to: 'zero' },
    { kind: 'status', change: { kind: 'sync', phase: 'Failed' } },
    { kind: 'status-gauge', value: 2 },
    { kind: 'outcome', result: 'failure', how: 'completed' },
    { kind: 'hooks', type: 'post-rollout', phase: 'Failed' },
  ];
}

/** The first revision has nothing to go back to. */
function firstNews(s: Snapshot): Effect[] {
  const { firstRevision, lastAppliedSpec, lastPromotedSpec } = s.canary.status ?? {};
  if (!s.analyzeFirst || lastPromotedSpec || firstRevision === undefined || firstRevision !== lastAppliedSpec) return [];
  return failure(`The first revision of ${targetId(s)} failed its analysis; ${primaryId(s)} keeps it, as there is no other`);
}

/** The first primary can't become ready. There may be no routing object yet, and there is nothing that traffic could go back to. */
export function firstStuckPlan(s: Snapshot): Effect[] {
  if (!s.analyzeFirst) return rollbackPlan(s);
  return [...failure(`The first revision of ${targetId(s)} can't become ready`), ...rollbackPlan(s).filter(({ kind }) => kind !== 'route')];
}

function failure(message: string): Effect[] {
  return [warning(message), { kind: 'alert', severity: 'error', message, fields: false }];
}

function thresholdNews(s: Snapshot): Effect[] {
  if (s.failedChecks < s.analysis.threshold) return [];
  return [
    warning(`Rolling back ${canaryId(s)} failed checks threshold reached ${s.failedChecks}`),
    { kind: 'alert', severity: 'error', message: `Failed checks threshold reached ${s.failedChecks}`, fields: false },
  ];
}
