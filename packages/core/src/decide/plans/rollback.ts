import { canaryId, warning } from '../announce.ts';
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

function thresholdNews(s: Snapshot): Effect[] {
  if (s.failedChecks < s.analysis.threshold) return [];
  return [
    warning(`Rolling back ${canaryId(s)} failed checks threshold reached ${s.failedChecks}`),
    { kind: 'alert', severity: 'error', message: `Failed checks threshold reached ${s.failedChecks}`, fields: false },
  ];
}
