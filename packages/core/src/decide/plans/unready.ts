import type { Readiness, Role } from '@flagger/sdk';
import { waiting, warning } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { Outcome } from '../rule.ts';
import { waitForReadiness } from '../waits.ts';

/** What becomes of a run whose workload is not ready: it waits, or, where the workload never can be, follows `stuck`. */
export function unready(role: Role, readiness: Readiness, stuck: () => readonly Effect[]): Outcome | undefined {
  if (readiness.state === 'ready') return undefined;
  const { state, reason } = readiness;
  if (state === 'waiting') return { end: [waiting(`${role}-readiness`, reason)], waits: waitForReadiness(role, reason) };
  return { end: [warning(reason, { level: 'error' }), ...stuck()] };
}
