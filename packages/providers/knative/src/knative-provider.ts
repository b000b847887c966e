import type { Provider } from '@flagger/sdk';
import { knativeObserver } from './knative-observer.ts';
import { KnativeRouter } from './knative-router.ts';
import { KNATIVE_SERVICES } from './knative-types.ts';

/** Knative Serving. */
export const knativeProvider: Provider = {
  names: ['knative'],
  capabilities: {
    weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'eventual', requires: [],
  },
  rbac: [{ apiGroups: ['serving.knative.dev'], resources: [KNATIVE_SERVICES.plural], verbs: ['get', 'list', 'watch', 'patch'] }],
  observer: knativeObserver,
  createRouter: env => new KnativeRouter(env),
};
