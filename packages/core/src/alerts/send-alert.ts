import { ALERT_PROVIDERS, CanaryError, isCanaryError } from '@flagger/sdk';
import type { Alert, AlertSeverity, Canary, CanaryAlert, HttpClient, Logger, Notifier, NotifierFactory, ObjectReader } from '@flagger/sdk';
import { readSecret } from '../metrics/read-secret.ts';
import type { Outbox } from '../webhooks/outbox.ts';

/** What sending alerts needs. */
export interface AlertContext {
  readonly http: HttpClient;
  readonly logger: Logger;
  readonly reader: ObjectReader;
  readonly outbox: Outbox;
  readonly notifierFactories: ReadonlyMap<string, NotifierFactory>;
  /** The operator's channel, for canaries that list none. */
  readonly globalNotifier: Notifier | undefined;
}

/** Queues an alert for the channels that the canary lists, or else for the operator's. Failures are logged and change nothing. */
export function sendAlert(canary: Canary, alert: Alert, context: AlertContext): void {
  const listed = canary.spec.analysis.alerts ?? [];
  const { globalNotifier, outbox, logger } = context;
  if (listed.length === 0) {
    if (globalNotifier === undefined) return;
    outbox.post(lane(canary, 'operator'), signal => logged(logger, "alert can't be sent", () => globalNotifier.notify(alert, signal)));
    return;
  }
  for (const entry of listed.filter(each => wants(each.severity ?? '', alert.severity))) {
    outbox.post(lane(canary, entry.name), signal => sendTo(entry, { canary, alert, context }, signal));
  }
}

/**
 * Whether a channel hears alerts of a severity.
 *
 * @differs An empty severity means info, as the documentation says; Flagger then sends nothing. Test: alerts "an empty severity means info"
 */
export function wants(channel: AlertSeverity, severity: Alert['severity']): boolean {
  if (channel === '' || channel === 'info') return true;
  return channel === severity || (channel === 'warn' && severity === 'error');
}

async function sendTo(entry: CanaryAlert, { canary, alert, context }: { canary: Canary; alert: Alert; context: AlertContext }, signal: AbortSignal): Promise<void> {
  const namespace = entry.providerRef.namespace || (canary.metadata.namespace ?? '');
  const id = `alert provider ${entry.providerRef.name}.${namespace}`;
  await logged(context.logger, `${id} send error`, async () => {
    const notifier = await openChannel({ name: entry.providerRef.name, namespace }, context, signal);
    await notifier.notify(alert, signal);
  });
}

async function openChannel(key: { name: string; namespace: string }, context: AlertContext, signal: AbortSignal): Promise<Notifier> {
  const provider = await context.reader.get(ALERT_PROVIDERS, key, signal);
  if (provider === undefined) throw new CanaryError('NotFound', 'later', `alertprovider.flagger.app "${key.name}" not found`);
  const { type, channel, username, proxy, address, secretRef } = provider.spec;
  const secret = secretRef === undefined ? { address: address ?? '' } : await channelSecret({ namespace: key.namespace, name: secretRef.name }, context.reader, signal);
  const factory = context.notifierFactories.get(type);
  if (factory === undefined) {
    throw new CanaryError('UnknownNotifier', 'never', `provider ${type} not supported; loaded: ${[...context.notifierFactories.keys()].sort().join(', ')}`);
  }
  return factory.create({
    address: secret.address, token: secret.token ?? '', channel: channel || 'general', username: username || 'flagger', proxy: proxy ?? '', http: context.http,
  });
}

async function channelSecret(key: { name: string; namespace: string }, reader: ObjectReader, signal: AbortSignal): Promise<{ address: string; token?: string }> {
  const secret = await readSecret(reader, key, signal);
  if (secret === undefined) throw new CanaryError('NotFound', 'later', `secretRef error: secrets "${key.name}" not found`);
  const { address, token } = secret;
  if (address === undefined) throw new CanaryError('Invalid', 'later', `secret ${key.name} does not contain an address`);
  return { address, ...(token !== undefined && { token }) };
}

async function logged(logger: Logger, what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    logger.error(`${what}: ${error.message}`);
  }
}

/** Each channel has a lane of its own: one that hangs holds up no other. */
function lane(canary: Canary, channel: string): string {
  return `${canary.metadata.name}.${canary.metadata.namespace ?? ''}/${channel}`;
}
