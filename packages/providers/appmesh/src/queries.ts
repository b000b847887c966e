/** Pods of the target; a Deployment's pods have two more parts to their names, the primary's three. */
const PODS = 'kubernetes_namespace="{{ namespace }}", kubernetes_pod_name=~"{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"';

/** Percent of requests that the target's proxies saw succeed. */
export const SUCCESS_RATE = ` sum( rate( envoy_cluster_upstream_rq{ ${PODS}, envoy_response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( envoy_cluster_upstream_rq{ ${PODS} }[{{ interval }}] ) ) * 100`;

/** The 99th percentile of their durations, in milliseconds. */
export const DURATION = ` histogram_quantile( 0.99, sum( rate( envoy_cluster_upstream_rq_time_bucket{ ${PODS} }[{{ interval }}] ) ) by (le) )`;
