import type { Canary, Observer } from '@flagger/sdk';
import type { Catalog } from './catalog.ts';

/** A mesh-provider flag that contains this word decides for canaries with a provider of their own, too. */
const STRONG_FLAG = 'linkerd';
/** Measures where nothing else is known to. */
const FALLBACK = 'istio';

/**
 * The built-in checks for a canary. Mostly those of its provider, with Flagger's exceptions.
 *
 * @source flagger pkg/controller/scheduler_metrics.go, pkg/metrics/observers/factory.go
 */
export function chooseObserver(catalog: Catalog, canary: Canary, meshProvider: string): Observer {
  const own = canary.spec.provider || meshProvider;
  const name = canary.spec.provider && meshProvider.includes(STRONG_FLAG) ? STRONG_FLAG : own;
  const found = isCoreService(canary) ? (catalog.findProvider(`${name}:service`) ?? catalog.findProvider(FALLBACK)) : catalog.findProvider(name);
  return (found ?? catalog.provider(own)).observer;
}

/** Only providers that take any suffix measure requests to a Service that is the target itself. */
function isCoreService({ spec: { targetRef } }: Canary): boolean {
  return targetRef.kind === 'Service' && !targetRef.apiVersion.startsWith('serving.knative.dev/');
}
