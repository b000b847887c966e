import type { Alert, AlertSeverity, Canary, CanaryAlert, CanaryError, HttpClient, Logger, Notifier, NotifierFactory, ObjectReader } from '@flagger/sdk';
import { measured } from '../calls/call-measures.ts';
import type { CallContext } from '../calls/call-measures.ts';
import { withoutSecrets } from '../calls/redact.ts';
import type { Notices } from '../engine/notices.ts';
import type { EventSink } from '../engine/ports.ts';
import { canaryName } from '../metrics/names.ts';
import { told } from '../metrics/told.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import { openChannel } from './open-channel.ts';
import { persistentSend } from './persistent-send.ts';
import type { Delivery } from './persistent-send.ts';

/** What sending alerts needs. */
export interface AlertContext extends CallContext {
  readonly http: HttpClient;
  readonly logger: Logger;
  readonly reader: ObjectReader;
  readonly outbox: Outbox;
  readonly events: EventSink;
  /** Which channels are known to fail. */
  readonly notices: Pick<Notices, 'admitOnce'>;
  readonly notifierFactories: ReadonlyMap<string, NotifierFactory>;
  /** The operator's channel, for canaries that list none. */
  readonly globalNotifier: Notifier | undefined;
}

/** An alert on its way. */
interface Parcel {
  readonly canary: Canary;
  readonly alert: Alert;
  readonly context: AlertContext;
}

/** What a failing channel is told by, and whether by an event too. */
interface Channel {
  readonly name: string;
  readonly tellsEvent: boolean;
  readonly notify: (signal: AbortSignal) => Promise<void>;
}

/**
 * Queues an alert for the channels that the canary lists, or else for the operator's. Failures delay nothing.
 *
 * @differs Flagger tries once and only logs failures; of a channel that the canary lists, an event tells that it fails, once: `alerts.test.ts` "a channel that fails"
 * @source flagger pkg/controller/events.go alert
 */
export function sendAlert(canary: Canary, alert: Alert, context: AlertContext): void {
  const listed = canary.spec.analysis.alerts ?? [];
  const parcel = { canary, alert, context };
  for (const entry of listed.filter(each => wants(each.severity ?? '', alert.severity))) {
    post({ name: entry.name, tellsEvent: true, notify: signal => sendTo(entry, parcel, signal) }, parcel);
  }
  const { globalNotifier } = context;
  if (listed.length > 0 || globalNotifier === undefined) return;
  const notify = (signal: AbortSignal): Promise<void> =>
    told("alert can't be sent", () => measured({ kind: 'alert', name: 'operator', signal }, context, () => globalNotifier.notify(alert, signal)));
  post({ name: 'operator', tellsEvent: false, notify }, parcel);
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

/** Each channel has a lane of its own: one that hangs holds up no other. */
function post({ name, tellsEvent, notify }: Channel, { canary, context }: Parcel): void {
  const { logger, notices, events, outbox, clock } = context;
  const lane = `${canaryName(canary)}/alert-${name}`;
  const log = (message: string): void => logger.error(message, { canary: canaryName(canary), channel: name });
  const failed = ({ message }: CanaryError): void => {
    log(message);
    if (notices.admitOnce(lane, 'fails') && tellsEvent) events.record({ canary, type: 'Warning', message });
  };
  const lost: Delivery['lost'] = ({ message }, { attempts, ends }) => {
    if (ends) log(`${message}; lost, because the operator ends`);
    else if (attempts > 1) log(`${message}; given up after ${attempts} attempts`);
  };
  outbox.post(lane, persistentSend({ attempt: notify, sent: () => void notices.admitOnce(lane, 'works'), failed, lost }, clock));
}

async function sendTo({ providerRef }: CanaryAlert, { canary, alert, context }: Parcel, signal: AbortSignal): Promise<void> {
  const key = { name: providerRef.name, namespace: providerRef.namespace || (canary.metadata.namespace ?? '') };
  const title = `alert provider ${key.name}.${key.namespace}`;
  const { type, notifier, secrets } = await openChannel(key, title, context, signal);
  await withoutSecrets(secrets, () =>
    told(`${title} send error`, () => measured({ kind: 'alert', name: type, signal }, context, () => notifier.notify(alert, signal))));
}
