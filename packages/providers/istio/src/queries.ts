import type { Observer } from '@flagger/sdk';

const TARGET = 'reporter="destination", destination_workload_namespace="{{ namespace }}", destination_workload=~"{{ target }}"';

/** The checks over what the sidecars of the target measure. @source flagger pkg/metrics/observers/istio.go */
export const istioObserver: Observer = {
  successRate: {
    query: ` sum( rate( istio_requests_total{ ${TARGET}, response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( istio_requests_total{ ${TARGET} }[{{ interval }}] ) ) * 100`,
  },
  duration: {
    query: ` histogram_quantile( 0.99, sum( rate( istio_request_duration_milliseconds_bucket{ ${TARGET} }[{{ interval }}] ) ) by (le) )`,
    unit: 'milliseconds',
  },
};
