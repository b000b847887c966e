import { normal, targetId } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { Snapshot } from '../snapshot.ts';
import { routeToPrimary } from './routes.ts';

/** Promotion without analysis. @source flagger scheduler.go shouldSkipAnalysis */
export function skipPlan(s: Snapshot): Effect[] {
  const { name } = s.canary.spec.targetRef;
  return [
    ...routeToPrimary,
    normal(`Copying ${targetId(s)} template spec to ${name}-primary.${s.canary.metadata.namespace ?? ''}`),
    { kind: 'promote' },
    { kind: 'scaler', action: 'sync' },
    { kind: 'scaler', action: 'pause' },
    { kind: 'scale', to: 'zero' },
    { kind: 'status', change: { kind: 'phase', phase: 'Succeeded' } },
    { kind: 'status-gauge', value: 1 },
    { kind: 'outcome', result: 'success', how: 'skipped' },
    { kind: 'hooks', type: 'post-rollout', phase: 'Succeeded' },
    normal(`Promotion completed! Canary analysis was skipped for ${targetId(s)}`, 'Succeeded'),
    { kind: 'alert', severity: 'info', message: 'Canary analysis was skipped, promotion finished.', fields: false },
  ];
}
