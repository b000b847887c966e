import type { Provider } from '@flagger/sdk';
import { HaproxyRouter } from './haproxy-router.ts';

/** The canary's server, as HAProxy's own Prometheus exporter names it. */
const CANARY = 'proxy="{{ namespace }}_{{ service }}", server="canary"';

/** Everything that differs between HAProxy and another proxy. */
export const haproxyProvider: Provider = {
  names: ['haproxy'],
  capabilities: { weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [] },
  rbac: [{ apiGroups: ['haproxy.acme.example'], resources: ['haproxysplits'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: {
    successRate: {
      query: `100 * sum(rate(haproxy_server_http_responses_total{${CANARY}, code!="5xx"}[{{ interval }}]))
        / sum(rate(haproxy_server_http_responses_total{${CANARY}}[{{ interval }}]))`,
    },
    // HAProxy keeps no histogram; this is the average over its last 1024 requests.
    duration: { query: `avg(haproxy_server_total_time_average_seconds{${CANARY}})`, unit: 'seconds' },
  },
  createRouter: env => new HaproxyRouter(env),
};
