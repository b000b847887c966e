/** Loads a plug-in's module. */
export type LoadModule = () => Promise<{ readonly default?: unknown }>;

/** Providers that come with the operator, by the name that `-providers` gives them. */
export const BUNDLED_PROVIDERS: ReadonlyMap<string, LoadModule> = new Map<string, LoadModule>([
  ['istio', () => import('@flagger/provider-istio')],
  ['kubernetes', () => import('@flagger/provider-kubernetes')],
]);

/** What every operator has, whatever `-providers` says. */
export const ALWAYS_LOADED: ReadonlyMap<string, LoadModule> = new Map<string, LoadModule>([
  ['targets', () => import('@flagger/targets')],
  ['metrics', () => import('@flagger/metrics')],
  ['notifiers', () => import('@flagger/notifiers')],
]);
