import type { Provider } from '@flagger/sdk';
import { contourObserver } from './contour-observer.ts';
import { ContourRouter } from './contour-router.ts';

/** Contour. */
export const contourProvider: Provider = {
  names: ['contour'],
  capabilities: {
    weights: true, mirroring: 'none', matches: ['headers', 'cookies', 'queryParams'], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
  },
  rbac: [{ apiGroups: ['projectcontour.io'], resources: ['httpproxies'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: contourObserver,
  createRouter: env => new ContourRouter(env),
};
