import type { Effect } from '../decide/effect.ts';
import { alertEffect, eventEffect, noticeEffect, postRolloutEffect } from './handlers/tell.ts';
import { gaugeEffect, outcomeEffect, weightEffect } from './handlers/measure.ts';
import {
  finalizerEffect, forgetKeptEffect, primaryEffect, promoteEffect, reconcileRouteEffect, restoreEffect, revertEffect, routeEffect, scaleEffect, scalerEffect, servicesEffect,
} from './handlers/release.ts';
import { statusEffect } from './handlers/status.ts';
import { refuseVerbEffect, verbDoneEffect } from './handlers/verb.ts';
import type { TickContext } from './tick-context.ts';

type EffectHandlers = {
  readonly [K in Effect['kind']]: (tick: TickContext, effect: Extract<Effect, { kind: K }>) => Promise<void> | void;
};

const handlers: EffectHandlers = {
  event: eventEffect,
  notice: noticeEffect,
  alert: alertEffect,
  status: statusEffect,
  services: servicesEffect,
  primary: primaryEffect,
  'reconcile-route': reconcileRouteEffect,
  route: routeEffect,
  scaler: scalerEffect,
  scale: scaleEffect,
  promote: promoteEffect,
  restore: restoreEffect,
  'forget-kept': forgetKeptEffect,
  finalizer: finalizerEffect,
  revert: revertEffect,
  hooks: postRolloutEffect,
  'verb-done': verbDoneEffect,
  'refuse-verb': refuseVerbEffect,
  'status-gauge': gaugeEffect,
  'weight-gauge': weightEffect,
  outcome: outcomeEffect,
};

/** Carries effects out in order, the only writer. A failure ends the tick; the next one observes again. */
export async function apply(tick: TickContext, effects: readonly Effect[]): Promise<void> {
  for (const effect of effects) {
    tick.signal.throwIfAborted();
    // The compiler knows that kind and handler belong together only one by one, not across the union.
    const handle = handlers[effect.kind] as (tick: TickContext, effect: Effect) => Promise<void> | void;
    await handle(tick, effect);
  }
}
