import type { Observer } from '@flagger/sdk';
import { ISTIO_ADAPTER, LINKERD, OSM } from './queries.ts';
import type { QueryPair } from './queries.ts';

/** The checks over what Linkerd's proxies measure. @source flagger pkg/metrics/observers/linkerd.go */
export const linkerdObserver: Observer = observing(LINKERD);

/** The checks over what Open Service Mesh's proxies measure. @source flagger pkg/metrics/observers/osm.go */
export const osmObserver: Observer = observing(OSM);

/** The checks over what Istio's sidecars measure: SMI came to Istio by an adapter. @source flagger pkg/metrics/observers/factory.go */
export const istioAdapterObserver: Observer = observing(ISTIO_ADAPTER);

function observing({ successRate, duration }: QueryPair): Observer {
  return { successRate: { query: successRate }, duration: { query: duration, unit: 'milliseconds' } };
}
