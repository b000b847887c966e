import { chatNotifier } from './chat-notifier.ts';

/** Slack, through a webhook, or with a bot token at `https://slack.com/api/chat.postMessage`. @source flagger pkg/notifier/slack.go */
export const slack = chatNotifier({ type: 'slack', service: 'Slack', colours: { good: 'good', bad: 'danger' }, endpoint: address => address, takesToken: true });
