import { definePlugin } from '@flagger/sdk';
import { traefikProvider } from './traefik-provider.ts';

export { renderTraefikService } from './render-traefik-service.ts';
export { traefikObserver } from './traefik-observer.ts';
export { traefikProvider } from './traefik-provider.ts';
export { TraefikRouter } from './traefik-router.ts';
export default definePlugin({ name: 'traefik', sdk: '^1.0.0', providers: [traefikProvider] });
