import type { Provider } from '@flagger/sdk';
import { istioObserver } from './istio-observer.ts';
import { IstioRouter } from './istio-router.ts';

const SAYABLE = ['exact', 'prefix', 'regex'] as const;

/** Istio. */
export const istioProvider: Provider = {
  names: ['istio'],
  capabilities: {
    weights: true,
    mirroring: 'always',
    matches: ['headers', 'cookies', 'queryParams', 'sourceLabels'],
    // In a VirtualService a header with a suffix would match whoever has the header.
    matchKinds: { headers: SAYABLE, cookies: SAYABLE, queryParams: SAYABLE },
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
