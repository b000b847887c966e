import { VERB_ANNOTATION } from '@flagger/sdk';
import type { Effect } from '../../decide/effect.ts';
import { announce } from '../announce.ts';
import type { TickContext } from '../tick-context.ts';

/** Takes the annotation away that was decided about, and no other that came meanwhile. */
export async function verbDoneEffect(tick: TickContext): Promise<void> {
  const value = tick.found.metadata.annotations?.[VERB_ANNOTATION] ?? '';
  tick.wrote(await tick.ports.writer.removeAnnotation(tick.stored, { name: VERB_ANNOTATION, value }, tick.signal));
}

/** Says why a verb is not followed and takes it away; whoever puts the same back is not answered again and again. */
export async function refuseVerbEffect(tick: TickContext, { message }: Extract<Effect, { kind: 'refuse-verb' }>): Promise<void> {
  if (!tick.notices.admitOnce('verb', message)) return;
  announce(tick.ports, tick.canary, { type: 'Warning', level: 'error', message, phase: tick.toldPhase });
  await verbDoneEffect(tick);
}
