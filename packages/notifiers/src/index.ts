import { definePlugin } from '@flagger/sdk';
import { discord } from './discord.ts';
import { gchat } from './gchat.ts';
import { msteams } from './msteams.ts';
import { rocket } from './rocket.ts';
import { slack } from './slack.ts';

/** The alert channels that come with the operator. */
export const notifiersPlugin = definePlugin({ name: 'notifiers', sdk: '^1.0.0', notifiers: [slack, msteams, discord, rocket, gchat] });
export default notifiersPlugin;
