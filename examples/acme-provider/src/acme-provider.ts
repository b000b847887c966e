import type { Provider } from '@flagger/sdk';
import { AcmeRouter } from './acme-router.ts';

// #region provider
/** Everything that differs between Acme's mesh and another. */
export const acmeProvider: Provider = {
  names: ['acme'],
  capabilities: {
    weights: true,
    mirroring: 'none',
    matches: [],
    affinity: 'none',
    reconcileBefore: 'analysis',
    readBack: 'immediate',
    requires: [],
  },
  rbac: [{ apiGroups: ['mesh.acme.example'], resources: ['trafficrules'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: {
    successRate: {
      query: `100 * sum(rate(acme_requests_total{namespace="{{ namespace }}", service="{{ target }}-canary", code!~"5.."}[{{ interval }}]))
        / sum(rate(acme_requests_total{namespace="{{ namespace }}", service="{{ target }}-canary"}[{{ interval }}]))`,
    },
    duration: {
      query: `histogram_quantile(0.99, sum(rate(acme_request_seconds_bucket{namespace="{{ namespace }}", service="{{ target }}-canary"}[{{ interval }}])) by (le))`,
      unit: 'seconds',
    },
  },
  createRouter: env => new AcmeRouter(env),
};
// #endregion
