/** Names that providers of the operator have: two plug-ins that claim one name cannot be loaded together. */
export const BUNDLED_NAMES: readonly string[] = [
  'apisix', 'appmesh', 'contour', 'gateway-api', 'gatewayapi', 'gloo', 'istio', 'knative', 'kubernetes', 'kuma', 'linkerd', 'nginx', 'osm', 'skipper', 'smi', 'supergloo', 'traefik',
];
