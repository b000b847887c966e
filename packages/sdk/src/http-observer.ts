import type { Observer } from './observer.ts';

/** Pods of the target; a Deployment's pods have two more parts to their names, the primary's three. */
const PODS = 'kubernetes_namespace="{{ namespace }}", kubernetes_pod_name=~"{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"';

/** Checks over what the application itself measures, in seconds. @source flagger pkg/metrics/observers/http.go */
export const httpObserver: Observer = {
  successRate: {
    query: ` sum( rate( http_request_duration_seconds_count{ ${PODS}, status!~"5.*" }[{{ interval }}] ) ) / sum( rate( http_request_duration_seconds_count{ ${PODS} }[{{ interval }}] ) ) * 100`,
  },
  duration: {
    query: ` histogram_quantile( 0.99, sum( rate( http_request_duration_seconds_bucket{ ${PODS} }[{{ interval }}] ) ) by (le) )`,
    unit: 'seconds',
  },
};
