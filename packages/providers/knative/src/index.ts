import { definePlugin } from '@flagger/sdk';
import { knativeProvider } from './knative-provider.ts';

export { knativeProvider } from './knative-provider.ts';
export { knativeObserver } from './knative-observer.ts';
export { KnativeRouter } from './knative-router.ts';
export { renderTraffic } from './render-traffic.ts';
export default definePlugin({ name: 'knative', sdk: '^1.0.0', providers: [knativeProvider] });
