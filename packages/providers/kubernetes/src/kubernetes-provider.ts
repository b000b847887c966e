import { httpObserver } from '@flagger/sdk';
import type { Provider } from '@flagger/sdk';
import { servicesOnlyRouter } from './services-only-router.ts';

/** No mesh and no ingress: the generated Services decide, by their selectors. */
export const kubernetesProvider: Provider = {
  names: ['kubernetes'],
  capabilities: {
    weights: false, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
  },
  rbac: [],
  observer: httpObserver,
  createRouter: () => servicesOnlyRouter,
};
