import type { Provider } from '@flagger/sdk';
import { traefikObserver } from './traefik-observer.ts';
import { TraefikRouter } from './traefik-router.ts';

/** Traefik. */
export const traefikProvider: Provider = {
  names: ['traefik'],
  capabilities: {
    weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
  },
  rbac: [{ apiGroups: ['traefik.io'], resources: ['traefikservices'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: traefikObserver,
  createRouter: env => new TraefikRouter(env),
};
