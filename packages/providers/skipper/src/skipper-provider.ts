import type { Provider } from '@flagger/sdk';
import { skipperObserver } from './skipper-observer.ts';
import { SkipperRouter } from './skipper-router.ts';

/** Skipper. */
export const skipperProvider: Provider = {
  names: ['skipper'],
  capabilities: {
    weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: ['spec.ingressRef'],
  },
  rbac: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'] }],
  observer: skipperObserver,
  createRouter: env => new SkipperRouter(env),
};
