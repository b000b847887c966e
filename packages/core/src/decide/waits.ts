import { formatGoFloat } from '../gofmt/float.ts';
import type { FailedCheck } from '../status/status-change.ts';
import type { Wait, WaitReason } from '../status/wait.ts';
import type { GateVerdict, SlotVerdict } from './evidence.ts';
import type { Snapshot } from './snapshot.ts';

const GATES = { 'confirm-rollout': 'ConfirmRollout', 'confirm-traffic-increase': 'ConfirmTrafficIncrease', 'confirm-promotion': 'ConfirmPromotion' } as const satisfies Record<string, WaitReason>;

const QUERY_CHARACTERS = 300;

/** A gate that does not open. Hooks are told by name: their addresses may hold secrets. */
export function waitForGate(gate: keyof typeof GATES, { heldBy }: Extract<GateVerdict, { open: false }>, revision?: string): Wait {
  return { reason: GATES[gate], message: `waiting for the ${gate} hook ${heldBy.name}${revision === undefined ? '' : ` to approve revision ${revision}`}` };
}

/** A limit of rollouts that is reached. */
export function waitForSlot({ within, limit, ahead }: Extract<SlotVerdict, { free: false }>, namespace: string): Wait {
  const where = within === 'all' ? 'in all' : `in namespace ${namespace}`;
  const queue = ahead === 0 ? '' : `; ${ahead} ${ahead === 1 ? 'canary is' : 'canaries are'} served before`;
  return { reason: 'RolloutLimit', message: `waiting for a rollout slot: the limit of ${limit} ${limit === 1 ? 'rollout' : 'rollouts'} ${where} is reached${queue}` };
}

/** Pods that are not ready, in the target's words. */
export function waitForReadiness(role: 'primary' | 'canary', message: string): Wait {
  return { reason: role === 'primary' ? 'PrimaryNotReady' : 'CanaryNotReady', message };
}

/** A check that failed, and which of the allowed ones it is. */
export function waitForCheck(s: Snapshot, check: FailedCheck): Wait {
  return { reason: 'CheckFailed', message: `${describeCheck(check)}; failed check ${s.failedChecks + 1} of ${s.analysis.threshold}` };
}

/** A metric that has no value, and may wait for one. */
export function waitForData(check: FailedCheck): Wait {
  return { reason: 'NoData', message: describeCheck(check) };
}

function describeCheck({ metric = '', webhook, value, limit, query }: FailedCheck): string {
  if (webhook !== undefined) return `the webhook ${webhook} does not pass`;
  const asked = query === undefined ? '' : `; query: ${shorten(query)}`;
  if (limit !== undefined && value !== undefined) return `the metric ${metric} is ${formatGoFloat(value)}, which is ${limit}${asked}`;
  return `the metric ${metric} ${query === undefined ? 'could not be asked for' : 'has no value'}${asked}`;
}

function shorten(query: string): string {
  const line = query.replace(/\s+/g, ' ').trim();
  return line.length > QUERY_CHARACTERS ? `${line.slice(0, QUERY_CHARACTERS)}…` : line;
}
