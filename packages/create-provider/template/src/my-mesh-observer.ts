import type { Observer } from '@flagger/sdk';

/** The requests that the proxies counted on their way to the canary. */
const CANARY = 'namespace="{{ namespace }}", service="{{ service }}-canary"';

/** The two built-in checks, as PromQL over what MyMesh's proxies measure. */
export const myMeshObserver: Observer = {
  successRate: {
    query: `100 * sum(rate(my_mesh_requests_total{${CANARY}, code!~"5.."}[{{ interval }}])) / sum(rate(my_mesh_requests_total{${CANARY}}[{{ interval }}]))`,
  },
  duration: {
    query: `histogram_quantile(0.99, sum(rate(my_mesh_request_seconds_bucket{${CANARY}}[{{ interval }}])) by (le))`,
    unit: 'seconds',
  },
};
