import { ALERT_PROVIDERS, CanaryError } from '@flagger/sdk';
import type { AlertProviderSpec, HttpClient, Notifier, NotifierFactory, ObjectKey, ObjectReader } from '@flagger/sdk';
import { secretsOfUrl, withoutSecrets } from '../calls/redact.ts';
import { readSecret } from '../metrics/read-secret.ts';
import { told } from '../metrics/told.ts';

/** What opening a channel needs. */
export interface ChannelContext {
  readonly http: HttpClient;
  readonly reader: ObjectReader;
  readonly notifierFactories: ReadonlyMap<string, NotifierFactory>;
}

/** A channel that can be posted to. */
export interface OpenChannel {
  readonly type: string;
  readonly notifier: Notifier;
  /** What no failure may tell. */
  readonly secrets: readonly string[];
}

/** Of a channel that is switched off. */
const SILENT: Notifier = { notify: () => Promise.resolve() };

/**
 * The channel of an AlertProvider. A Secret's address goes before the spec's; an empty one switches the channel off.
 *
 * @throws CanaryError in Flagger's words, which begin with `title`
 * @source flagger pkg/notifier/factory.go Notifier
 */
export async function openChannel(key: ObjectKey, title: string, context: ChannelContext, signal: AbortSignal): Promise<OpenChannel> {
  const { reader, notifierFactories, http } = context;
  const { spec } = await told(`${title} error`, async () => (await reader.get(ALERT_PROVIDERS, key, signal)) ?? missing(`alertprovider.flagger.app "${key.name}"`));
  const secret = await channelSecret({ spec, key, title }, reader, signal);
  const { address, token = '' } = secret;
  const { type, channel, username, proxy = '' } = spec;
  if (address === '') return { type, notifier: SILENT, secrets: [] };
  const secrets = [address, token, ...partsOf(address), ...secretsOfUrl(proxy)];
  const notifier = await withoutSecrets(secrets, () =>
    told(`${title} error`, () => factoryFor(type, notifierFactories).create({ address, token, channel: channel || 'general', username: username || 'flagger', proxy, http })));
  return { type, notifier, secrets };
}

/** What follows the host is what lets one post. */
function partsOf(address: string): readonly string[] {
  const url = URL.parse(address);
  return url === null ? [] : [...secretsOfUrl(address), `${url.pathname}${url.search}`, url.search, ...(url.pathname.length > 1 ? [url.pathname] : [])];
}

async function channelSecret(
  { spec, key, title }: { spec: AlertProviderSpec; key: ObjectKey; title: string },
  reader: ObjectReader,
  signal: AbortSignal,
): Promise<{ address: string; token?: string }> {
  const { secretRef, address: plain = '' } = spec;
  if (secretRef === undefined) return { address: plain };
  const secret = await told(`${title} secretRef error`, async () => (await readSecret(reader, { ...key, name: secretRef.name }, signal)) ?? missing(`secrets "${secretRef.name}"`));
  const { address, token } = secret;
  if (address === undefined) throw new CanaryError('Invalid', 'later', `${title} secret does not contain an address`);
  return { address, ...(token !== undefined && { token }) };
}

/** @differs a type that no plug-in brings is told with those that do: `alerts.test.ts` "an unknown type" */
function factoryFor(type: string, factories: ReadonlyMap<string, NotifierFactory>): NotifierFactory {
  const factory = factories.get(type);
  if (factory !== undefined) return factory;
  throw new CanaryError('UnknownNotifier', 'never', `provider ${type} not supported; loaded: ${[...factories.keys()].sort().join(', ')}`);
}

function missing(what: string): never {
  throw new CanaryError('NotFound', 'later', `${what} not found`);
}
