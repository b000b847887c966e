import type { Effect } from '../../decide/effect.ts';
import { strategyOf } from '../../strategy/strategy.ts';
import type { TickContext } from '../tick-context.ts';

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/** Sets `flagger_canary_status`. */
export function gaugeEffect(tick: TickContext, { value }: Of<'status-gauge'>): void {
  tick.ports.recorder.status(tick.canary, value);
}

/** Sets `flagger_canary_weight`. */
export function weightEffect(tick: TickContext, { traffic }: Of<'weight-gauge'>): void {
  tick.ports.recorder.weight(tick.canary, traffic);
}

/** Counts a finished run; the strategy is that of the spec as written. @source flagger scheduler.go trap 40 */
export function outcomeEffect(tick: TickContext, { result, how }: Of<'outcome'>): void {
  tick.ports.recorder.finished(tick.canary, result, strategyOf(tick.canary.spec.analysis), how);
}
