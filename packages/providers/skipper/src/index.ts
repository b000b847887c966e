import { definePlugin } from '@flagger/sdk';
import { skipperProvider } from './skipper-provider.ts';

export { renderCanaryIngress } from './render-canary-ingress.ts';
export { skipperObserver } from './skipper-observer.ts';
export { skipperProvider } from './skipper-provider.ts';
export { SkipperRouter } from './skipper-router.ts';
export default definePlugin({ name: 'skipper', sdk: '^1.0.0', providers: [skipperProvider] });
