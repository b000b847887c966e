/** Skipper makes a route's name of namespace, Ingress and Service; the host stands between. */
const CANARY = 'route=~"kube(ew)?_{{ namespace }}__{{ ingress }}_canary__.*__{{ service }}_canary(_[0-9]+)?"';

/** Percent of the canary's requests that Skipper saw succeed. */
export const SUCCESS_RATE = ` sum(rate(skipper_response_duration_seconds_bucket{${CANARY},code!~"5..",le="+Inf"}[{{ interval }}])) / sum(rate(skipper_response_duration_seconds_bucket{${CANARY},le="+Inf"}[{{ interval }}])) * 100`;

/** The average of their durations, in milliseconds. */
export const DURATION = ` sum(rate(skipper_serve_route_duration_seconds_sum{${CANARY}}[{{ interval }}])) / sum(rate(skipper_serve_route_duration_seconds_count{${CANARY}}[{{ interval }}])) * 1000`;
