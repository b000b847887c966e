import type { Provider } from '@flagger/sdk';
import { istioObserver } from './istio-observer.ts';
import { IstioRouter } from './istio-router.ts';

/** Istio. */
export const istioProvider: Provider = {
  names: ['istio'],
  capabilities: {
    weights: true,
    mirroring: 'always',
    matches: ['headers', 'cookies', 'queryParams', 'sourceLabels'],
    affinity: 'canary-and-primary',
    reconcileBefore: 'analysis',
    readBack: 'immediate',
    requires: [],
    overTcp: { mirroring: 'none', matches: [], affinity: 'none' },
  },
  rbac: [
    { apiGroups: ['networking.istio.io'], resources: ['virtualservices', 'destinationrules'], verbs: ['get', 'list', 'watch', 'create', 'update'] },
  ],
  observer: istioObserver,
  createRouter: env => new IstioRouter(env),
};
