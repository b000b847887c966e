/** Loads a plug-in's module. */
export type LoadModule = () => Promise<{ readonly default?: unknown }>;

/** Providers that come with the operator, by the name that `-providers` gives them. */
export const BUNDLED_PROVIDERS: ReadonlyMap<string, LoadModule> = new Map<string, LoadModule>([
  ['apisix', () => import('@flagger/provider-apisix')],
  ['appmesh', () => import('@flagger/provider-appmesh')],
  ['contour', () => import('@flagger/provider-contour')],
  ['gateway-api', () => import('@flagger/provider-gateway-api')],
  ['gloo', () => import('@flagger/provider-gloo')],
  ['istio', () => import('@flagger/provider-istio')],
  ['knative', () => import('@flagger/provider-knative')],
  ['kubernetes', () => import('@flagger/provider-kubernetes')],
  ['kuma', () => import('@flagger/provider-kuma')],
  ['linkerd', () => import('@flagger/provider-linkerd')],
  ['nginx', () => import('@flagger/provider-nginx')],
  ['skipper', () => import('@flagger/provider-skipper')],
  ['traefik', () => import('@flagger/provider-traefik')],
]);

/** What every operator has, whatever `-providers` says. */
export const ALWAYS_LOADED: ReadonlyMap<string, LoadModule> = new Map<string, LoadModule>([
  ['targets', () => import('@flagger/targets')],
  ['metrics', () => import('@flagger/metrics')],
  ['notifiers', () => import('@flagger/notifiers')],
]);

/** Whether a plug-in of this name is part of the operator. */
export function isBundled(plugin: string): boolean {
  return BUNDLED_PROVIDERS.has(plugin) || ALWAYS_LOADED.has(plugin);
}
