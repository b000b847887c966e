import type { Manifest, ResourceType } from '@flagger/sdk';

/** Tags of a service; Kuma names a Service of Kubernetes `NAME_NAMESPACE_svc_PORT`. */
export type Tags = Readonly<Record<string, string>>;

/** The tag that names a service. */
export const SERVICE_TAG = 'kuma.io/service';

/** A service with its share. */
export interface TrafficSplit {
  readonly weight?: number;
  readonly destination?: Tags;
}

/** A TrafficRoute, which belongs to the whole cluster; only a user's own may lack fields. */
export interface TrafficRoute extends Manifest {
  readonly mesh?: string;
  readonly spec?: {
    readonly sources?: readonly { readonly match?: Tags }[];
    readonly destinations?: readonly { readonly match?: Tags }[];
    readonly conf?: { readonly split?: readonly TrafficSplit[] };
  };
}

/** Where TrafficRoutes live in the API. */
export const TRAFFIC_ROUTES: ResourceType<TrafficRoute> = { apiVersion: 'kuma.io/v1alpha1', kind: 'TrafficRoute', plural: 'trafficroutes', namespaced: false };
