/** The providers that Traefik serves, by the name that a Canary gives them. */
export type ServedProvider = 'traefik' | 'gatewayapi:v1';

/** Where everything listens, in a network of its own and below the range from which the system takes ports for connections. */
export const PORTS = { api: 28343, controller: 28380, prometheus: 28390, web: 28350, traefik: 28351, pods: 9898 };

/** How often users ask. */
export const REQUESTS_PER_SECOND = 100;
/** What is asked of each release. The limit of durations leaves room for a machine that others use: of 400 requests, 4 that it held up are the 99th percentile. */
export const ANALYSIS = {
  interval: '10s', stepWeight: 20, maxWeight: 60, threshold: 2,
  metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '10s' }, { name: 'request-duration', thresholdRange: { max: 2000 }, interval: '10s' }],
};

/** The image that answers every second request with 500. */
export const BAD = 'bad';

export const namespaceOf = (provider: ServedProvider): string => provider.split(':')[0] ?? provider;
export const hostOf = (provider: ServedProvider): string => `${namespaceOf(provider)}.example.com`;
