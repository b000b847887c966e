import { definePlugin } from '@flagger/sdk';
import { glooProvider } from './gloo-provider.ts';
import { superglooProvider } from './supergloo-provider.ts';

export { glooProvider } from './gloo-provider.ts';
export { superglooProvider } from './supergloo-provider.ts';
export { glooObserver } from './gloo-observer.ts';
export { GlooRouter } from './gloo-router.ts';
export { renderRouteTable } from './render-route-table.ts';
export { renderUpstream } from './render-upstream.ts';
export default definePlugin({ name: 'gloo', sdk: '^1.0.0', providers: [glooProvider, superglooProvider] });
