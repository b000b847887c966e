const TARGET = 'reporter="destination", destination_workload_namespace="{{ namespace }}", destination_workload=~"{{ target }}"';

/** Percent of the target's requests that its sidecars saw succeed. */
export const SUCCESS_RATE = ` sum( rate( istio_requests_total{ ${TARGET}, response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( istio_requests_total{ ${TARGET} }[{{ interval }}] ) ) * 100`;

/** The 99th percentile of their durations, in milliseconds. */
export const DURATION = ` histogram_quantile( 0.99, sum( rate( istio_request_duration_milliseconds_bucket{ ${TARGET} }[{{ interval }}] ) ) by (le) )`;
