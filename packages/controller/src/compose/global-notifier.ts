import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { HttpClient, Logger, Notifier, NotifierEnv } from '@flagger/sdk';
import type { Flags } from '../flags/flags.ts';
import type { Catalog } from '../plugins/catalog.ts';

/** A channel that the flags describe. */
type Channel = Omit<NotifierEnv, 'http'> & { readonly type: string };

/** The operator's own channel; a bad one is logged and left out. MS Teams wins over Slack. @source flagger cmd/flagger/main.go initNotifier */
export function createGlobalNotifier(flags: Flags, { notifiers }: Pick<Catalog, 'notifiers'>, http: HttpClient, logger: Logger): Notifier | undefined {
  const channel = channelOf(flags);
  if (channel === undefined) return undefined;
  try {
    const factory = notifiers.get(channel.type);
    if (factory === undefined) throw new CanaryError('UnknownNotifier', 'never', `no plug-in brings ${channel.type}`);
    const notifier = factory.create({ ...channel, http });
    logger.info(`Notifications enabled for ${URL.parse(channel.address)?.origin ?? channel.type}`);
    return notifier;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    logger.error(`Notifier ${error.message}`);
    return undefined;
  }
}

function channelOf(flags: Flags): Channel | undefined {
  const { slackUser: username, slackChannel: channel } = flags;
  const common = { username, channel };
  if (flags.msteamsUrl !== '') return { ...common, type: 'msteams', address: flags.msteamsUrl, token: '', proxy: flags.msteamsProxyUrl };
  if (flags.slackUrl !== '') return { ...common, type: 'slack', address: flags.slackUrl, token: flags.slackToken, proxy: flags.slackProxyUrl };
  return undefined;
}
