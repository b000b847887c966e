/** Envoy's cluster of the newest revision. */
const CLUSTER = 'envoy_cluster_name=~"{{ namespace }}/{{ route }}"';

/** Percent of the newest revision's requests that Envoy saw succeed. */
export const SUCCESS_RATE = ` sum( rate( envoy_cluster_upstream_rq{ ${CLUSTER}, envoy_response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( envoy_cluster_upstream_rq{ ${CLUSTER}, }[{{ interval }}] ) ) * 100`;

/** The 99th percentile of their durations, in milliseconds. */
export const DURATION = ` histogram_quantile( 0.99, sum( rate( envoy_cluster_upstream_rq_time_bucket{ ${CLUSTER}, }[{{ interval }}] ) ) by (le) )`;
