import { chatNotifier } from './chat-notifier.ts';

/** Discord, through the Slack form of its webhooks. @source flagger pkg/notifier/discord.go */
export const discord = chatNotifier({ type: 'discord', service: 'Discord', colours: { good: 'good', bad: 'danger' }, endpoint: slackForm, takesToken: false });

/** Discord answers to Slack's payload under `/slack`; a query stays. */
function slackForm(address: string): string {
  const url = new URL(address);
  const path = url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  url.pathname = path.endsWith('/slack') ? path : `${path}/slack`;
  return url.href;
}
