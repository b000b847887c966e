import type { Effect } from '../../decide/effect.ts';
import { withAdvancing } from '../../status/advancing-condition.ts';
import { expectedWait } from '../../status/expected-wait.ts';
import { nextStatus } from '../../status/next-status.ts';
import type { TickContext } from '../tick-context.ts';

/** Writes the status that a change leads to, and what the run then waits for; the tick goes on with the canary as it then stands. */
export async function statusEffect(tick: TickContext, { change, verb }: Extract<Effect, { kind: 'status' }>): Promise<void> {
  const { canary, ports, analysis, signal } = tick;
  const nowMs = ports.clock.now();
  const status = nextStatus(canary.status ?? {}, change, {
    nowMs,
    kind: canary.spec.targetRef.kind,
    iterations: analysis.iterations,
    revision: change.kind === 'sync' ? await tick.revision() : undefined,
    verb,
  });
  const told = withAdvancing(status, tick.waits ?? expectedWait(status, change), { nowMs, nextLookMs: tick.nextLookMs });
  tick.wrote(await ports.writer.writeStatus(tick.stored, tick.checks.tell(told, nowMs, change), signal));
  tick.moved = true;
}
