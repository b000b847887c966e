import { targetId, warning } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { Snapshot } from '../snapshot.ts';
import { TO_CANARY, routeToCanary } from './routes.ts';

/** The promoted primary can't start: the canary, which is healthy, keeps all traffic and stays. @source flagger scheduler.go #18 */
export function failedPromotionPlan(s: Snapshot, reason: string): Effect[] {
  return [
    warning(`Promotion of ${targetId(s)} failed, primary not ready: ${reason}`),
    { kind: 'alert', severity: 'error', message: `Promotion failed, primary not ready: ${reason}`, fields: false },
    ...routeToCanary,
    { kind: 'status', change: { kind: 'sync', phase: 'Failed', canaryWeight: TO_CANARY.canary } },
    { kind: 'status-gauge', value: 2 },
    { kind: 'outcome', result: 'failure', how: 'completed' },
    { kind: 'hooks', type: 'post-rollout', phase: 'Failed' },
  ];
}
