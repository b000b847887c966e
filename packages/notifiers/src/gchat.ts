import type { NotifierFactory } from '@flagger/sdk';
import { checkAddress } from './check-env.ts';
import { postMessage } from './post-message.ts';

const grey = (text: string): string => `<font color=#848484><strong>${text}</strong></font>`;
const section = (text: string): unknown => ({ widgets: [{ textParagraph: { text } }] });

/** Google Chat, as a card. @source flagger pkg/notifier/gchat.go */
export const gchat: NotifierFactory = {
  types: ['gchat'],
  create: env => {
    checkAddress('Google Chat webhook', env);
    return {
      notify: ({ canary, message, fields }, signal) => {
        const header = { title: 'Flagger', subtitle: `${canary.name}.${canary.namespace}`, imageUrl: 'https://flagger.app/favicon.png' };
        const sections = [section(grey(message)), ...fields.map(({ name, value }) => section(`${name}<br>${grey(value)}`))];
        return postMessage({ address: env.address, payload: { cards: [{ header, sections }] }, proxy: env.proxy, http: env.http }, signal);
      },
    };
  },
};
