import { isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryWebhook, Logger } from '@flagger/sdk';
import { hooksOf } from './ask-gate.ts';
import { callHook } from './call-hook.ts';
import type { HookContext } from './call-hook.ts';
import type { Outbox } from './outbox.ts';
import { hookPayload } from './payload.ts';
import type { HookPayload } from './payload.ts';

/** What happened, for those who listen. */
export interface HookEvent {
  readonly canary: Canary;
  readonly phase: string;
  readonly type: 'Normal' | 'Warning';
  readonly message: string;
}

/** What telling an event needs. */
export interface EventHookContext extends HookContext {
  readonly logger: Logger;
  readonly outbox: Outbox;
  /** Hears the events of canaries without event hooks of their own; '' for none. */
  readonly eventWebhookUrl: string;
}

/**
 * Queues an event for the canary's own event hooks, or else for the operator's. Each hook hears the events of a canary in order.
 *
 * @source flagger webhook.go CallEventWebhook
 * @differs no tick waits for a receiver: `hooks.test.ts` "a receiver that hangs delays nobody"
 */
export function sendEventHook({ canary, phase, type, message }: HookEvent, context: EventHookContext): void {
  const name = `${canary.metadata.name}.${canary.metadata.namespace ?? ''}`;
  const told = { eventMessage: message, eventType: type, timestamp: String(context.clock.now()) };
  for (const [at, hook] of listeners(canary, context.eventWebhookUrl).entries()) {
    const payload = hookPayload(canary, phase, { ...hook.metadata, ...told });
    context.outbox.post(`${name}/event-${at}`, signal => tell(hook, payload, context, signal));
  }
}

async function tell(hook: CanaryWebhook, payload: HookPayload, context: EventHookContext, signal: AbortSignal): Promise<void> {
  try {
    await callHook(hook, payload, context, signal);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    context.logger.error(`error sending event to webhook: ${error.message}`, { canary: `${payload.name}.${payload.namespace}` });
  }
}

function listeners(canary: Canary, globalUrl: string): readonly CanaryWebhook[] {
  const own = hooksOf(canary, 'event');
  if (own.length > 0) return own;
  return globalUrl === '' ? [] : [{ name: 'events', type: 'event', url: globalUrl }];
}
