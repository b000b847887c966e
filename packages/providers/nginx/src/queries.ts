const CANARY = 'namespace="{{ namespace }}", ingress="{{ ingress }}", canary!=""';

/** Percent of the Ingress's requests that went to the canary and succeeded. */
export const SUCCESS_RATE = ` sum( rate( nginx_ingress_controller_requests{ ${CANARY}, status!~"5.*" }[{{ interval }}] ) ) / sum( rate( nginx_ingress_controller_requests{ ${CANARY} }[{{ interval }}] ) ) * 100`;

/** The average of their durations, in milliseconds. */
export const DURATION = ` sum( rate( nginx_ingress_controller_response_duration_seconds_sum{ ${CANARY} }[{{ interval }}] ) ) / sum( rate( nginx_ingress_controller_response_duration_seconds_count{ ${CANARY} }[{{ interval }}] ) ) * 1000`;
