import type { Provider } from '@flagger/sdk';
import { apisixObserver } from './apisix-observer.ts';
import { ApisixRouter } from './apisix-router.ts';

/** Apache APISIX. */
export const apisixProvider: Provider = {
  names: ['apisix'],
  capabilities: {
    weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: ['spec.routeRef'],
  },
  rbac: [{ apiGroups: ['apisix.apache.org'], resources: ['apisixroutes'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: apisixObserver,
  createRouter: env => new ApisixRouter(env),
};
