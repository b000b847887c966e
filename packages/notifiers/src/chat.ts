import type { NotifierEnv, NotifierFactory } from '@flagger/sdk';
import { attachmentMessage } from './attachment.ts';
import type { Colours } from './attachment.ts';
import { checkChannel } from './check-env.ts';
import { postMessage } from './post-message.ts';

interface Chat {
  readonly type: string;
  readonly service: string;
  readonly colours: Colours;
  readonly address: (address: string) => string;
  readonly usesToken: boolean;
}

const FLAGGER_COLOURS: Colours = { good: 'good', bad: 'danger' };

/** A notifier for a chat that understands Slack's attachments. */
export function chatNotifier({ type, service, colours, address, usesToken }: Chat): NotifierFactory {
  return {
    types: [type],
    create: (env: NotifierEnv) => {
      checkChannel(service, env);
      return {
        notify: (alert, signal) =>
          postMessage(
            { address: address(env.address), payload: attachmentMessage(alert, env, colours), proxy: env.proxy, http: env.http, ...(usesToken && { token: env.token }) },
            signal,
          ),
      };
    },
  };
}

/** Slack, through a webhook or with a bot token. */
export const slack = chatNotifier({ type: 'slack', service: 'Slack', colours: FLAGGER_COLOURS, address: address => address, usesToken: true });

/** Discord, through the Slack form of its webhooks. */
export const discord = chatNotifier({ type: 'discord', service: 'Discord', colours: FLAGGER_COLOURS, address: slackForm, usesToken: false });

/** Rocket.Chat. */
export const rocket = chatNotifier({ type: 'rocket', service: 'Rocket', colours: { good: '#0076D7', bad: '#FF0000' }, address: address => address, usesToken: false });

/** Discord answers to Slack's payload under `/slack`. */
function slackForm(address: string): string {
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, '').replace(/\/{2,}/g, '/');
  url.pathname = path.endsWith('/slack') ? path : `${path}/slack`;
  return url.href;
}
