import type { NotifierFactory } from '@flagger/sdk';
import { attachmentMessage } from './attachment.ts';
import type { Colours } from './attachment.ts';
import { checkChannel } from './check-env.ts';
import { postMessage } from './post-message.ts';

/** How a chat differs from Slack. */
export interface Chat {
  /** Value of `spec.type`. */
  readonly type: string;
  /** Its name in messages. */
  readonly service: string;
  readonly colours: Colours;
  /** Where to post, given the address of the webhook. */
  readonly endpoint: (address: string) => string;
  /** Whether a token is sent as a bearer. */
  readonly takesToken: boolean;
}

/** A notifier for a chat that understands Slack's attachments. */
export function chatNotifier({ type, service, colours, endpoint, takesToken }: Chat): NotifierFactory {
  return {
    types: [type],
    create: env => {
      checkChannel(service, env);
      const { address, token, proxy, http } = env;
      return {
        notify: (alert, signal) =>
          postMessage({ address: endpoint(address), payload: attachmentMessage(alert, env, colours), proxy, http, ...(takesToken && { token }) }, signal),
      };
    },
  };
}
