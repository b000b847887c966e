import { chatNotifier } from './chat-notifier.ts';

/** Rocket.Chat. @source flagger pkg/notifier/rocket.go */
export const rocket = chatNotifier({ type: 'rocket', service: 'Rocket', colours: { good: '#0076D7', bad: '#FF0000' }, endpoint: address => address, takesToken: false });
