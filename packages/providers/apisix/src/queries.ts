const CANARY = 'route=~"{{ namespace }}_{{ route }}-{{ target }}-canary_.+"';

/** Percent of the generated route's requests that APISIX saw succeed. */
export const SUCCESS_RATE = ` sum( rate( apisix_http_status{ ${CANARY}, code!~"5.." }[{{ interval }}] ) ) / sum( rate( apisix_http_status{ ${CANARY} }[{{ interval }}] ) ) * 100`;

/** The 99th percentile of their durations, in milliseconds. */
export const DURATION = ` histogram_quantile( 0.99, sum( rate( apisix_http_latency_bucket{ type=~"request", ${CANARY} }[{{ interval }}] ) ) by (le) )`;
