import type { Manifest, ResourceType, StringMatch } from '@flagger/sdk';

/** A span of time, as v1beta2 writes it. */
export interface Span {
  readonly unit: 'ms';
  readonly value: number;
}

/** A virtual node with its share; v1beta1 names it, v1beta2 refers to it. */
export interface WeightedTarget {
  readonly virtualNodeName?: string;
  readonly virtualNodeRef?: { readonly name: string };
  readonly weight?: number;
}

/** A header that a request must have. */
export interface HeaderMatch {
  readonly name: string;
  readonly match: StringMatch;
}

/** What a route does with HTTP requests; the fields of a retry policy differ between versions. */
export interface HttpRoute {
  readonly match: { readonly prefix: string; readonly headers?: readonly HeaderMatch[] };
  readonly timeout?: { readonly perRequest: Span };
  readonly retryPolicy?: object;
  readonly action?: { readonly weightedTargets?: readonly WeightedTarget[] };
}

/** One route: `http` in v1beta1, `httpRoute` in v1beta2. */
export interface Route {
  readonly name: string;
  /** The least comes first. */
  readonly priority?: number;
  readonly http?: HttpRoute;
  readonly httpRoute?: HttpRoute;
}

/** Where a node or a router listens. */
export interface Listener {
  readonly portMapping: { readonly port: number; readonly protocol: string };
  readonly timeout?: { readonly http: { readonly perRequest: Span } };
}

/** Any object of App Mesh. Of its spec, AWS's controller writes `awsName` and `meshRef`. */
export interface AppMeshObject extends Manifest {
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** An object with routes: a VirtualService in v1beta1, a VirtualRouter in v1beta2. */
export interface RoutesObject extends AppMeshObject {
  readonly spec?: Readonly<Record<string, unknown>> & { readonly routes?: readonly Route[] };
}

/** An object as it must be. */
export interface DesiredObject {
  readonly type: ResourceType<AppMeshObject>;
  readonly object: AppMeshObject;
  /** Whether its labels and annotations are all ours; else those of others stay. */
  readonly ownsMetadata: boolean;
}
