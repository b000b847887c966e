import { isRestorable } from '@flagger/sdk';
import type { TargetMetadata } from '@flagger/sdk';
import type { Effect } from '../../decide/effect.ts';
import { withCookies } from '../../status/cookies.ts';
import type { TickContext } from '../tick-context.ts';

/** Of a target that nothing selects any more. */
const GONE: TargetMetadata = { labelKey: '', labelValue: '', ports: [] };

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/** Creates or mends generated Services. */
export async function servicesEffect(tick: TickContext, { of }: Of<'services'>): Promise<void> {
  const { target } = tick.ports;
  const metadata = await tick.metadata();
  await (of === 'apex' ? target.exposeApex(tick.canary, metadata, tick.signal) : target.exposeWorkloads(tick.canary, metadata, tick.signal));
}

/** Creates the primary where it is missing. */
export async function primaryEffect(tick: TickContext): Promise<void> {
  await tick.ports.target.initialize(tick.canary, tick.signal);
}

/** Copies the target to the primary. */
export async function promoteEffect(tick: TickContext, { keeps }: Of<'promote'>): Promise<void> {
  const { target } = tick.ports;
  await (keeps && isRestorable(target) ? target.promoteRestorably(tick.canary, tick.signal) : target.promote(tick.canary, tick.signal));
}

/** Undoes the promotion of the primary, where the target can. */
export async function restoreEffect(tick: TickContext): Promise<void> {
  const { target } = tick.ports;
  if (isRestorable(target)) await target.restorePrimary(tick.canary, tick.signal);
}

/** Forgets what the primary was. */
export async function forgetKeptEffect(tick: TickContext): Promise<void> {
  const { target } = tick.ports;
  if (isRestorable(target)) await target.forgetKept(tick.canary, tick.signal);
}

/** Creates or mends routing objects. */
export async function reconcileRouteEffect(tick: TickContext): Promise<void> {
  await tick.ports.router.reconcile(await tick.subject(), tick.signal);
}

/** Makes live routes say the traffic; session cookies begin and end with the canary's share. */
export async function routeEffect(tick: TickContext, { traffic }: Of<'route'>): Promise<void> {
  const { router, capabilities } = tick.ports;
  if (tick.canary.spec.analysis.sessionAffinity && capabilities.affinity !== 'none') {
    const status = withCookies(tick.canary, traffic, { primary: capabilities.affinity === 'canary-and-primary' });
    tick.canary = { ...tick.canary, status };
  }
  await router.setTraffic(await tick.subject(), traffic, tick.signal);
  tick.routed = true;
}

/** Scales the target. */
export async function scaleEffect(tick: TickContext, { to }: Of<'scale'>): Promise<void> {
  const { target, logger } = tick.ports;
  if (to === 'from-zero') return target.scaleFromZero(tick.canary, tick.signal);
  logger.debug('Scaling down the target', { target: tick.canary.spec.targetRef.name });
  await target.scaleToZero(tick.canary, tick.signal);
}

/** Keeps autoscalers in step; nothing where the canary has none. */
export async function scalerEffect(tick: TickContext, { action }: Of<'scaler'>): Promise<void> {
  const { scaler } = tick.ports;
  if (scaler === undefined) return;
  if (action === 'pause' || action === 'resume') return scaler[action](tick.canary, tick.signal);
  await scaler[action](tick.canary, await tick.metadata(), tick.signal);
}

/** Gives target, apex Service or routing objects back to the user. */
export async function revertEffect(tick: TickContext, { of, targetGone }: Of<'revert'>): Promise<void> {
  const { target, router } = tick.ports;
  if (targetGone) return router.finalize({ canary: tick.canary, target: GONE }, tick.signal);
  if (of === 'target') return target.finalize(tick.canary, tick.signal);
  if (of === 'apex') return target.restoreApex(tick.canary, await tick.metadata(), tick.signal);
  await router.finalize(await tick.subject(), tick.signal);
}

/** Adds or removes the finalizer. */
export async function finalizerEffect(tick: TickContext, { present }: Of<'finalizer'>): Promise<void> {
  tick.wrote(await tick.ports.writer.setFinalizer(tick.stored, present, tick.signal));
}
