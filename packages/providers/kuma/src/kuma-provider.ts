import type { Provider } from '@flagger/sdk';
import { kumaObserver } from './kuma-observer.ts';
import { KumaRouter } from './kuma-router.ts';

/** Kuma. */
export const kumaProvider: Provider = {
  names: ['kuma'],
  capabilities: {
    weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
  },
  rbac: [{ apiGroups: ['kuma.io'], resources: ['trafficroutes'], verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'], scope: 'Cluster' }],
  observer: kumaObserver,
  createRouter: env => new KumaRouter(env),
};
