const CANARY = 'service=~"{{ target }}-canary_{{ namespace }}_svc_[0-9a-zA-Z-]+"';

/** Percent of the canary's requests that the sidecars saw succeed. */
export const SUCCESS_RATE = ` sum( rate( envoy_cluster_upstream_rq{ ${CANARY}, envoy_response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( envoy_cluster_upstream_rq{ ${CANARY}, }[{{ interval }}] ) ) * 100`;

/** The 99th percentile of their durations, in milliseconds. */
export const DURATION = ` histogram_quantile( 0.99, sum( rate( envoy_cluster_upstream_rq_time_bucket{ ${CANARY}, }[{{ interval }}] ) ) by (le) )`;
