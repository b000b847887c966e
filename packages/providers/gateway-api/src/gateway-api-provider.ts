import { httpObserver } from '@flagger/sdk';
import type { Provider } from '@flagger/sdk';
import { GatewayApiRouter } from './gateway-api-router.ts';
import { GATEWAY_API_VERSIONS } from './gateway-api-versions.ts';

/** The Gateway API, a provider for each of its versions. */
export const gatewayApiProviders: readonly Provider[] = GATEWAY_API_VERSIONS.map(version => ({
  names: version.names,
  capabilities: {
    weights: true,
    mirroring: 'always',
    matches: ['headers', 'cookies', 'queryParams'],
    affinity: version.primaryCookie ? 'canary-and-primary' : 'canary',
    reconcileBefore: 'analysis',
    readBack: version.acceptance ? 'eventual' : 'immediate',
    requires: ['spec.service.gatewayRefs'],
  },
  rbac: [{ apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: httpObserver,
  createRouter: env => new GatewayApiRouter(env, version),
}));
