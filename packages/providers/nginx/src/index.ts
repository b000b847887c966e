import { definePlugin } from '@flagger/sdk';
import { nginxProvider } from './nginx-provider.ts';

export { nginxObserver } from './nginx-observer.ts';
export { nginxProvider } from './nginx-provider.ts';
export { NginxRouter } from './nginx-router.ts';
export { renderCanaryIngress } from './render-canary-ingress.ts';
export default definePlugin({ name: 'nginx', sdk: '^1.0.0', providers: [nginxProvider] });
