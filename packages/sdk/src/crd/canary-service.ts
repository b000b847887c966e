import type { StringMatch, StringMatches } from './string-match.ts';
import type { TrafficPolicy } from './traffic-policy.ts';

/** Requests that a route takes. @source Istio HTTPMatchRequest, as the Canary CRD keeps it */
export interface HttpMatch {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: StringMatches;
  readonly withoutHeaders?: StringMatches;
  readonly queryParams?: StringMatches;
  readonly ignoreUriCase?: boolean;
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
}

/** Retries of failed requests. `perTryTimeout` is a Go duration. @source Istio HTTPRetry */
export interface HttpRetry {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly retryOn?: string;
}

/** Rewrites path and authority. `type` 'ReplacePrefixMatch' keeps the rest of the path, anything else replaces it. */
export interface HttpRewrite {
  readonly uri?: string;
  readonly authority?: string;
  readonly type?: string;
}

/** Header changes in one direction. */
export interface HeaderOperations {
  readonly add?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** Header changes on requests and responses. @source Istio Headers */
export interface HttpHeaders {
  readonly request?: HeaderOperations;
  readonly response?: HeaderOperations;
}

/** Cross-origin rules. `maxAge` is a Go duration. @source Istio CorsPolicy */
export interface CorsPolicy {
  readonly allowOrigin?: readonly string[];
  readonly allowOrigins?: readonly StringMatch[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: string;
  readonly allowCredentials?: boolean;
}

/** A copy of requests to another backend. @source Gateway API HTTPRequestMirrorFilter */
export interface RequestMirror {
  readonly backendRef: {
    readonly group?: string;
    readonly kind?: string;
    readonly name: string;
    readonly namespace?: string;
    readonly port?: number;
  };
}

/** A parent of a route; group and kind default to a Gateway. @source Gateway API ParentReference */
export interface GatewayRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** Labels and annotations for one generated Service. */
export interface CustomMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How the release is reached: the generated Services and routes. @source flagger CanaryService */
export interface CanaryService {
  readonly name?: string;
  readonly port: number;
  /** Default 'http'. */
  readonly portName?: string;
  /** A port number or name; default `port`. */
  readonly targetPort?: number | string;
  readonly appProtocol?: string;
  readonly trafficDistribution?: 'PreferClose' | 'PreferSameZone' | 'PreferSameNode';
  readonly portDiscovery?: boolean;
  readonly headless?: boolean;
  /** Go duration. */
  readonly timeout?: string;
  /** Go duration. */
  readonly backendTimeout?: string;
  readonly meshName?: string;
  readonly backends?: readonly string[];
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[];
  readonly gatewayRefs?: readonly GatewayRef[];
  readonly delegation?: boolean;
  readonly match?: readonly HttpMatch[];
  readonly retries?: HttpRetry;
  readonly rewrite?: HttpRewrite;
  readonly mirror?: readonly RequestMirror[];
  readonly headers?: HttpHeaders;
  readonly corsPolicy?: CorsPolicy;
  readonly trafficPolicy?: TrafficPolicy;
  readonly apex?: CustomMetadata;
  readonly primary?: CustomMetadata;
  readonly canary?: CustomMetadata;
  /** Keys of generated objects that are left as they are. */
  readonly unmanagedMetadata?: { readonly labels?: readonly string[]; readonly annotations?: readonly string[] };
}
