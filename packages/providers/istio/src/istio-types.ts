import type { CorsPolicy, HttpHeaders, HttpMatch, HttpRetry, Manifest, ResourceType, TrafficPolicy } from '@flagger/sdk';

/** Where a route leads. */
export interface Destination {
  readonly host: string;
  readonly port?: { readonly number: number };
}

/** A destination with its share in percent. */
export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight?: number;
  readonly headers?: HttpHeaders;
}

/** One HTTP route. @source Istio HTTPRoute, the fields that Flagger writes */
export interface HttpRoute {
  readonly match?: readonly HttpMatch[];
  readonly rewrite?: { readonly uri?: string; readonly authority?: string };
  readonly timeout?: string;
  readonly retries?: HttpRetry;
  readonly corsPolicy?: CorsPolicy;
  readonly headers?: HttpHeaders;
  readonly mirror?: Destination;
  readonly mirrorPercentage?: { readonly value: number };
  readonly route: readonly WeightedDestination[];
}

/** One TCP route. */
export interface TcpRoute {
  readonly match?: readonly { readonly port?: number }[];
  readonly route: readonly WeightedDestination[];
}

/** What a VirtualService says. @source Istio VirtualService, the fields that Flagger writes */
export interface VirtualServiceSpec {
  readonly hosts: readonly string[];
  readonly gateways?: readonly string[];
  readonly http?: readonly HttpRoute[];
  readonly tcp?: readonly TcpRoute[];
}

/** A VirtualService; only a user's own may be without a spec. */
export interface VirtualService extends Manifest {
  readonly spec?: VirtualServiceSpec;
}

/** The policy of one host. */
export interface DestinationRule extends Manifest {
  readonly spec: { readonly host: string; readonly trafficPolicy?: TrafficPolicy };
}

const ISTIO = 'networking.istio.io/v1beta1';

/** Where VirtualServices live in the API. */
export const VIRTUAL_SERVICES: ResourceType<VirtualService> = { apiVersion: ISTIO, kind: 'VirtualService', plural: 'virtualservices', namespaced: true };
/** Where DestinationRules live in the API. */
export const DESTINATION_RULES: ResourceType<DestinationRule> = { apiVersion: ISTIO, kind: 'DestinationRule', plural: 'destinationrules', namespaced: true };
