import type { Canary, CanaryPhase } from '@flagger/sdk';
import { isPaused, toldWait } from './advancing-condition.ts';

/** What a canary means for a limit of rollouts: it counts, or it waits for a slot, or neither. */
export type RolloutState =
  | { readonly does: 'run' }
  /** `sinceMs`: milliseconds since the epoch. */
  | { readonly does: 'wait'; readonly sinceMs: number }
  | { readonly does: 'rest' };

const RUNS: readonly (CanaryPhase | '')[] = ['Progressing', 'WaitingPromotion', 'Promoting', 'Finalising'];

/** Reads from a canary's status whether its rollout counts: one that is paused, suspended or being deleted does not. */
export function rolloutState({ metadata, spec, status = {} }: Canary): RolloutState {
  if (spec.suspend === true || metadata.deletionTimestamp !== undefined) return { does: 'rest' };
  if (RUNS.includes(status.phase ?? '')) return { does: isPaused(status) ? 'rest' : 'run' };
  const told = toldWait(status);
  // A time that can't be read was written by somebody else.
  return told?.reason === 'RolloutLimit' ? { does: 'wait', sinceMs: Number.isNaN(told.sinceMs) ? 0 : told.sinceMs } : { does: 'rest' };
}
