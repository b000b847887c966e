import type { Manifest, ResourceType } from '@flagger/sdk';

/** A Service that Envoy sends requests to. */
export interface KubeUpstream {
  readonly serviceName?: string;
  readonly serviceNamespace?: string;
  readonly servicePort?: number;
  readonly selector?: Readonly<Record<string, string>>;
}

/** An Upstream of Gloo, the fields that Flagger writes or copies. */
export interface Upstream extends Manifest {
  readonly spec?: Readonly<Record<string, unknown>> & { readonly kube?: KubeUpstream };
}

/** A header that a request must have; `regex`: its value is a regular expression. */
export interface HeaderMatcher {
  readonly name: string;
  readonly value: string;
  readonly regex?: true;
}

/** An Upstream with its share; none where that is 0. */
export interface WeightedDestination {
  readonly destination?: { readonly upstream?: { readonly name?: string; readonly namespace?: string } };
  readonly weight?: number;
}

/** One route of a table. */
export interface Route {
  readonly inheritablePathMatchers?: boolean;
  readonly matchers?: readonly { readonly headers: readonly HeaderMatcher[] }[];
  readonly routeAction?: { readonly multi?: { readonly destinations?: readonly WeightedDestination[] } };
}

/** A RouteTable of Gloo: routes to which a VirtualService hands requests over. */
export interface RouteTable extends Manifest {
  readonly spec?: { readonly routes?: readonly Route[] };
}

/** What is read of a Service. */
export interface SelectingService extends Manifest {
  readonly spec?: { readonly selector?: Readonly<Record<string, string>> };
}

/** Where RouteTables live in the API. */
export const ROUTE_TABLES: ResourceType<RouteTable> = { apiVersion: 'gateway.solo.io/v1', kind: 'RouteTable', plural: 'routetables', namespaced: true };
/** Where Upstreams live in the API. */
export const UPSTREAMS: ResourceType<Upstream> = { apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', plural: 'upstreams', namespaced: true };
/** Where Services live in the API. */
export const SERVICES: ResourceType<SelectingService> = { apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true };
