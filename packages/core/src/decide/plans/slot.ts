import { toldWait } from '../../status/advancing-condition.ts';
import { canaryId, normal } from '../announce.ts';
import type { SlotVerdict } from '../evidence.ts';
import type { Ending } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { waitForSlot } from '../waits.ts';

/** Whether the canary stands in the queue for a slot already. */
export function isQueued({ canary }: Snapshot): boolean {
  return toldWait(canary.status ?? {})?.reason === 'RolloutLimit';
}

/** The wait for a slot, said once; undefined where one is free. */
export function slotPlan(s: Snapshot, slot: SlotVerdict): Ending | undefined {
  if (slot.free) return undefined;
  const waits = waitForSlot(slot, s.canary.metadata.namespace ?? '');
  return { end: isQueued(s) ? [] : [normal(`${canaryId(s)} is ${waits.message}`)], waits };
}
