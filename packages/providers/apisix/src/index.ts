import { definePlugin } from '@flagger/sdk';
import { apisixProvider } from './apisix-provider.ts';

export { apisixObserver } from './apisix-observer.ts';
export { apisixProvider } from './apisix-provider.ts';
export { ApisixRouter } from './apisix-router.ts';
export { renderApisixRoute } from './render-apisix-route.ts';
export default definePlugin({ name: 'apisix', sdk: '^1.0.0', providers: [apisixProvider] });
