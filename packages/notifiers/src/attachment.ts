import type { Alert, NotifierEnv } from '@flagger/sdk';

/** How a channel shows good news and bad. */
export interface Colours {
  readonly good: string;
  readonly bad: string;
}

/** The message that Slack, Discord and Rocket.Chat understand. */
export interface AttachmentMessage {
  readonly channel: string;
  readonly username: string;
  readonly icon_url: string;
  readonly icon_emoji: string;
  readonly attachments: readonly unknown[];
}

/** An alert as a message with one attachment. @source flagger pkg/notifier/slack.go */
export function attachmentMessage(alert: Alert, { channel, username }: Pick<NotifierEnv, 'channel' | 'username'>, colours: Colours): AttachmentMessage {
  return {
    channel,
    username,
    icon_url: '',
    icon_emoji: ':rocket:',
    attachments: [
      {
        color: alert.severity === 'error' ? colours.bad : colours.good,
        author_name: `${alert.canary.name}.${alert.canary.namespace}`,
        text: alert.message,
        mrkdwn_in: ['text'],
        fields: alert.fields.map(({ name, value }) => ({ title: name, value, short: false })),
      },
    ],
  };
}
