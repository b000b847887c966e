import type { Manifest, ResourceType } from '@flagger/sdk';

/** A Service of Kubernetes with its share. */
export interface ApisixBackend {
  readonly serviceName: string;
  readonly servicePort?: number | string;
  readonly weight?: number;
}

/** One HTTP rule; what it has beside these fields is copied as it is. */
export interface ApisixHttpRule {
  readonly name?: string;
  readonly priority?: number;
  readonly match?: { readonly hosts?: readonly string[]; readonly paths?: readonly string[]; readonly methods?: readonly string[] };
  readonly websocket?: boolean;
  readonly backends?: readonly ApisixBackend[];
}

/** An ApisixRoute; a user's own may lack anything. */
export interface ApisixRoute extends Manifest {
  readonly spec?: { readonly http?: readonly ApisixHttpRule[] };
}

/** Where ApisixRoutes live in the API. */
export const APISIX_ROUTES: ResourceType<ApisixRoute> = { apiVersion: 'apisix.apache.org/v2', kind: 'ApisixRoute', plural: 'apisixroutes', namespaced: true };
