import { isCanaryError } from '@flagger/sdk';
import type { Alert, AlertSeverity, Canary, CanaryAlert, HttpClient, Logger, Notifier, NotifierFactory, ObjectReader } from '@flagger/sdk';
import { canaryName } from '../metrics/names.ts';
import { told } from '../metrics/told.ts';
import type { EventSink } from '../engine/ports.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import { openChannel } from './open-channel.ts';

/** What sending alerts needs. */
export interface AlertContext {
  readonly http: HttpClient;
  readonly logger: Logger;
  readonly reader: ObjectReader;
  readonly outbox: Outbox;
  readonly events: EventSink;
  readonly notifierFactories: ReadonlyMap<string, NotifierFactory>;
  /** The operator's channel, for canaries that list none. */
  readonly globalNotifier: Notifier | undefined;
}

/**
 * Queues an alert for the channels that the canary lists, or else for the operator's. Failures change nothing.
 *
 * @differs Flagger only logs failures; of a channel that the canary lists, an event tells them: `alerts.test.ts` "a failure"
 * @source flagger pkg/controller/events.go alert
 */
export function sendAlert(canary: Canary, alert: Alert, context: AlertContext): void {
  const listed = canary.spec.analysis.alerts ?? [];
  const { globalNotifier, outbox } = context;
  if (listed.length === 0) {
    if (globalNotifier === undefined) return;
    outbox.post(lane(canary, 'operator'), async signal => {
      await logged(context.logger, canary, () => told("alert can't be sent", () => globalNotifier.notify(alert, signal)));
    });
    return;
  }
  for (const entry of listed.filter(each => wants(each.severity ?? '', alert.severity))) {
    outbox.post(lane(canary, entry.name), signal => sendTo(entry, { canary, alert, context }, signal));
  }
}

/**
 * Whether a channel hears alerts of a severity.
 *
 * @differs an empty severity means info, as the documentation says; Flagger then sends nothing: `alerts.test.ts` "an empty severity means info"
 */
export function wants(channel: AlertSeverity, severity: Alert['severity']): boolean {
  if (channel === '' || channel === 'info') return true;
  return channel === severity || (channel === 'warn' && severity === 'error');
}

async function sendTo({ providerRef }: CanaryAlert, { canary, alert, context }: { canary: Canary; alert: Alert; context: AlertContext }, signal: AbortSignal): Promise<void> {
  const key = { name: providerRef.name, namespace: providerRef.namespace || (canary.metadata.namespace ?? '') };
  const title = `alert provider ${key.name}.${key.namespace}`;
  const failure = await logged(context.logger, canary, async () => {
    const notifier = await openChannel(key, title, context, signal);
    await told(`${title} send error`, () => notifier.notify(alert, signal));
  });
  if (failure !== undefined) context.events.record({ canary, type: 'Warning', message: failure });
}

/** The message of what failed, if anything did. */
async function logged(logger: Logger, canary: Canary, run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    logger.error(error.message, { canary: canaryName(canary) });
    return error.message;
  }
}

/** Each channel has a lane of its own: one that hangs holds up no other. */
function lane(canary: Canary, channel: string): string {
  return `${canaryName(canary)}/alert-${channel}`;
}
