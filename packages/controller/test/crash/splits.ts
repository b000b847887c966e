import type { Manifest } from '@flagger/sdk';
import type { InProcessStore } from '@flagger/testkit';

interface Route {
  readonly route: readonly { readonly destination: { readonly host: string }; readonly weight?: number }[];
  readonly mirror?: { readonly host: string };
}

interface VirtualService extends Manifest {
  readonly spec: { readonly http?: readonly Route[]; readonly tcp?: readonly Route[] };
}

/** Where the requests of one route go. */
export interface Split {
  readonly shares: readonly { readonly host: string; readonly weight: number }[];
  /** Who gets copies. */
  readonly mirror: string | undefined;
}

/** The routes of all VirtualServices of a namespace. */
export function splitsOf(store: InProcessStore, namespace: string): Split[] {
  const objects = store.list<VirtualService>({ apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService' }, namespace);
  return objects.flatMap(({ spec }) => [...(spec.http ?? []), ...(spec.tcp ?? [])].map(splitOf));
}

/** One destination takes all requests, whatever its weight says. */
function splitOf({ route, mirror }: Route): Split {
  return { shares: route.map(({ destination: { host }, weight = 0 }) => ({ host, weight: route.length === 1 ? 100 : weight })), mirror: mirror?.host };
}
