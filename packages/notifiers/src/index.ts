import { definePlugin } from '@flagger/sdk';
import { discord, rocket, slack } from './chat.ts';
import { gchat } from './gchat.ts';
import { msteams } from './msteams.ts';

/** The alert channels that come with the operator. */
export const notifiersPlugin = definePlugin({ name: 'notifiers', sdk: '^1.0.0', notifiers: [slack, msteams, discord, rocket, gchat] });
export default notifiersPlugin;
