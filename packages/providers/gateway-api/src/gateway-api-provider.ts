import type { Provider } from '@flagger/sdk';
import { GatewayApiRouter } from './gateway-api-router.ts';
import { GATEWAY_API_VERSIONS } from './gateway-api-versions.ts';

const SAYABLE = ['exact', 'regex'] as const;

/** The Gateway API, a provider for each of its versions. */
export const gatewayApiProviders: readonly Provider[] = GATEWAY_API_VERSIONS.map(version => ({
  names: version.names,
  capabilities: {
    weights: true,
    mirroring: 'always',
    matches: version.matches,
    matchKinds: { headers: SAYABLE, cookies: SAYABLE, queryParams: SAYABLE },
    affinity: version.affinity,
    reconcileBefore: 'analysis',
    readBack: version.acceptance ? 'eventual' : 'immediate',
    requires: ['spec.service.gatewayRefs or spec.routeRef or spec.routeRefs'],
  },
  rbac: [{ apiGroups: ['gateway.networking.k8s.io'], resources: [version.routes.plural], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: version.observer,
  createRouter: env => new GatewayApiRouter(env, version),
}));
