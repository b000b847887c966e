import type { Provider } from '@flagger/sdk';
import { ROUTE_TABLES, SERVICES, UPSTREAMS } from './gloo-types.ts';
import { glooObserver } from './gloo-observer.ts';
import { GlooRouter } from './gloo-router.ts';

const MAKE = ['get', 'list', 'watch', 'create', 'update'];

const SAYABLE = ['exact', 'regex'] as const;

/** Gloo Edge. */
export const glooProvider: Provider = {
  names: ['gloo*'],
  capabilities: {
    weights: true, mirroring: 'none', matches: ['headers', 'cookies'], matchKinds: { headers: SAYABLE, cookies: SAYABLE }, alternatives: 'all', affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
  },
  rbac: [
    { apiGroups: ['gateway.solo.io'], resources: [ROUTE_TABLES.plural], verbs: MAKE },
    { apiGroups: ['gloo.solo.io'], resources: [UPSTREAMS.plural], verbs: MAKE },
    { apiGroups: [''], resources: [SERVICES.plural], verbs: ['get', 'list', 'watch'] },
  ],
  observer: glooObserver,
  createRouter: env => new GlooRouter(env),
};
