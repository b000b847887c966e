import type { NotifierFactory } from '@flagger/sdk';
import { checkAddress } from './check-env.ts';
import { postMessage } from './post-message.ts';

/** Microsoft Teams, as a MessageCard. @source flagger pkg/notifier/teams.go */
export const msteams: NotifierFactory = {
  types: ['msteams'],
  create: env => {
    checkAddress('MS Teams webhook', env);
    return {
      notify: ({ canary, severity, message, fields }, signal) => {
        const who = `${canary.name}.${canary.namespace}`;
        const payload = {
          '@type': 'MessageCard',
          '@context': 'http://schema.org/extensions',
          themeColor: severity === 'error' ? 'FF0000' : '0076D7',
          summary: who,
          sections: [{ activityTitle: message, activitySubtitle: who, facts: fields }],
        };
        return postMessage({ address: env.address, payload, proxy: env.proxy, http: env.http }, signal);
      },
    };
  },
};
