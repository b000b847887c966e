import type { Manifest } from '@flagger/sdk';
import type { InProcessStore } from '@flagger/testkit';

interface Destination {
  readonly destination: { readonly host: string };
  readonly weight?: number;
  readonly headers?: { readonly response?: { readonly add?: Readonly<Record<string, string>> } };
}

interface Route {
  readonly route: readonly Destination[];
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
  /** The session cookies that answers set. */
  readonly cookies: readonly string[];
}

/** The routes of all VirtualServices of a namespace. */
export function splitsOf(store: InProcessStore, namespace: string): Split[] {
  const objects = store.list<VirtualService>({ apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService' }, namespace);
  return objects.flatMap(({ spec }) => [...(spec.http ?? []), ...(spec.tcp ?? [])].map(splitOf));
}

/** One destination takes all requests, whatever its weight says. */
function splitOf({ route, mirror }: Route): Split {
  const shares = route.map(({ destination: { host }, weight = 0 }) => ({ host, weight: route.length === 1 ? 100 : weight }));
  return { shares, mirror: mirror?.host, cookies: route.flatMap(({ headers }) => headers?.response?.add?.['Set-Cookie'] ?? []) };
}
