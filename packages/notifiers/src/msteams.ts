import type { NotifierFactory } from '@flagger/sdk';
import { adaptiveCardMessage } from './adaptive-card.ts';
import { checkAddress } from './check-env.ts';
import { messageCard } from './message-card.ts';
import { postMessage } from './post-message.ts';

/** Where Power Automate and Logic Apps take requests, in all of Microsoft's clouds. */
const WORKFLOW_HOST = /(^|\.)(logic\.azure\.(com|us|cn)|powerplatform\.(com|us|cn)|powerautomate\.(com|us|cn))$/i;
/** As they end behind a proxy or a host of one's own too. */
const WORKFLOW_PATH = /\/workflows\/[^/]+\/triggers\/[^/]+\/paths\/invoke\/?$/;

/**
 * Microsoft Teams: an Adaptive Card for the URL of a workflow, a MessageCard for that of a connector.
 *
 * @source flagger pkg/notifier/teams.go
 * @differs Workflows, which take the connectors' place, get an Adaptive Card; Flagger sends them a MessageCard, which they don't show: `msteams.test.ts` "an Adaptive Card goes to"
 */
export const msteams: NotifierFactory = {
  types: ['msteams'],
  create: env => {
    checkAddress('MS Teams webhook', env);
    const { address, proxy, http } = env;
    const render = isWorkflow(address) ? adaptiveCardMessage : messageCard;
    return { notify: (alert, signal) => postMessage({ address, payload: render(alert), proxy, http }, signal) };
  },
};

function isWorkflow(address: string): boolean {
  const { hostname, pathname } = new URL(address);
  return WORKFLOW_HOST.test(hostname) || WORKFLOW_PATH.test(pathname);
}
