import { definePlugin } from '@flagger/sdk';
import { kumaProvider } from './kuma-provider.ts';

export { kumaObserver } from './kuma-observer.ts';
export { kumaProvider } from './kuma-provider.ts';
export { KumaRouter } from './kuma-router.ts';
export { renderTrafficRoute } from './render-traffic-route.ts';
export default definePlugin({ name: 'kuma', sdk: '^1.0.0', providers: [kumaProvider] });
