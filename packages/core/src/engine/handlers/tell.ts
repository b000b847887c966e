import { buildAlert } from '../../alerts/build-alert.ts';
import { sendAlert } from '../../alerts/send-alert.ts';
import { passedGates, warning } from '../../decide/announce.ts';
import type { Effect } from '../../decide/effect.ts';
import { askGate } from '../../webhooks/ask-gate.ts';
import { announce } from '../announce.ts';
import type { TickContext } from '../tick-context.ts';

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/** Says it. Events tell the phase in which the tick found the canary, unless they name another. */
export function eventEffect(tick: TickContext, event: Of<'event'>): void {
  announce(tick.ports, tick.canary, { ...event, phase: event.phase ?? tick.toldPhase });
}

/** Says it, unless it was said within the interval. */
export function noticeEffect(tick: TickContext, notice: Of<'notice'>): void {
  if (tick.notices.admit(notice.topic, tick.ports.clock.now(), tick.analysis.intervalMs)) announce(tick.ports, tick.canary, { ...notice, phase: tick.toldPhase });
}

/** Sends an alert in the background. */
export function alertEffect(tick: TickContext, { severity, message, fields }: Of<'alert'>): void {
  const { ports, canary } = tick;
  sendAlert(canary, buildAlert(canary, { severity, message, fields }, ports.clusterName), { ...ports, notices: tick.notices });
}

/** Calls the post-rollout hooks; their outcome changes nothing. */
export async function postRolloutEffect(tick: TickContext, { type, phase }: Of<'hooks'>): Promise<void> {
  const verdict = await askGate(type, { canary: tick.found, phase }, tick.ports, tick.signal);
  const said = passedGates('Post-rollout', verdict.passed);
  if (!verdict.open) said.push(warning(`Post-rollout hook ${verdict.heldBy.name} failed ${verdict.error}`));
  for (const event of said) if (event.kind === 'event') announce(tick.ports, tick.canary, { ...event, phase: phase === 'Succeeded' ? phase : tick.toldPhase });
}
