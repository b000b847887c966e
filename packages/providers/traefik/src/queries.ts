const CANARY = 'service=~"{{ namespace }}-{{ target }}-canary-[0-9a-zA-Z-]+@kubernetescrd"';

/** Percent of the canary's requests that Traefik saw succeed. */
export const SUCCESS_RATE = ` sum( rate( traefik_service_request_duration_seconds_bucket{ ${CANARY}, code!~"5..", le="+Inf" }[{{ interval }}] ) ) / sum( rate( traefik_service_request_duration_seconds_bucket{ ${CANARY}, le="+Inf" }[{{ interval }}] ) ) * 100`;

/** The 99th percentile of their durations, in milliseconds. */
export const DURATION = ` histogram_quantile( 0.99, sum( rate( traefik_service_request_duration_seconds_bucket{ ${CANARY} }[{{ interval }}] ) ) by (le) ) * 1000`;
