import type { GatewayRef, Manifest } from '@flagger/sdk';

/** A header or query parameter that a request must have. */
export interface ValueMatch {
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly value: string;
}

/** A gRPC method. */
export interface GrpcMethod {
  readonly type: 'Exact' | 'RegularExpression';
  readonly service?: string;
  readonly method?: string;
}

/** Requests that a rule takes. */
export interface RouteMatch {
  readonly path?: { readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression'; readonly value: string };
  /** The HTTP method; in a GRPCRoute the gRPC method. */
  readonly method?: string | GrpcMethod;
  readonly headers?: readonly ValueMatch[];
  readonly queryParams?: readonly ValueMatch[];
}

/** A header with its value. */
export interface HeaderValue {
  readonly name: string;
  readonly value: string;
}

/** Header changes in one direction. */
export interface HeaderModifier {
  readonly add?: readonly HeaderValue[];
  readonly set?: readonly HeaderValue[];
  readonly remove?: readonly string[];
}

/** A Service, as routes name it. */
export interface ServiceRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** Cross-origin rules. `maxAge` in seconds. */
export interface CorsFilter {
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: true;
  readonly maxAge: number;
}

/** A new path: whole, or of the matched prefix. */
export type PathModifier =
  | { readonly type: 'ReplaceFullPath'; readonly replaceFullPath: string }
  | { readonly type: 'ReplacePrefixMatch'; readonly replacePrefixMatch: string };

/** Copies requests to another backend. `percent`: how many, since the Gateway API 1.3; absent: all. */
export interface MirrorFilter {
  readonly type: 'RequestMirror';
  readonly requestMirror: { readonly backendRef: ServiceRef; readonly percent?: number };
}

/** What happens to requests and responses on their way. */
export type RouteFilter =
  | { readonly type: 'RequestHeaderModifier'; readonly requestHeaderModifier: HeaderModifier }
  | { readonly type: 'ResponseHeaderModifier'; readonly responseHeaderModifier: HeaderModifier }
  | { readonly type: 'URLRewrite'; readonly urlRewrite: { readonly hostname?: string; readonly path?: PathModifier } }
  | MirrorFilter
  | { readonly type: 'CORS'; readonly cors: CorsFilter }
  | { readonly type: 'ExtensionRef'; readonly extensionRef: { readonly group: string; readonly kind: string; readonly name: string } };

/** A Service with its share. */
export interface BackendRef extends ServiceRef {
  readonly weight?: number;
  readonly filters?: readonly RouteFilter[];
}

/** One rule of a route. */
export interface RouteRule {
  readonly name?: string;
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly RouteFilter[];
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
  readonly backendRefs?: readonly BackendRef[];
}

/** What a route says. */
export interface HttpRouteSpec {
  readonly parentRefs?: readonly GatewayRef[];
  readonly hostnames?: readonly string[];
  readonly rules?: readonly RouteRule[];
}

/** What a gateway says about a route. */
export interface RouteParentStatus {
  readonly parentRef: GatewayRef;
  readonly conditions?: readonly RouteCondition[];
}

/** One observation of a gateway about a route. */
export interface RouteCondition {
  readonly type: string;
  readonly status: string;
  readonly observedGeneration?: number;
  readonly reason?: string;
  readonly message?: string;
}

/** An HTTPRoute or GRPCRoute, the fields that Flagger writes or reads. */
export interface HttpRoute extends Manifest {
  readonly spec?: HttpRouteSpec;
  readonly status?: { readonly parents?: readonly RouteParentStatus[] };
}
