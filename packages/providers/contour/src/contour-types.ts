import type { Manifest, ResourceType } from '@flagger/sdk';

/** How a header or a query parameter has to be; Contour knows prefixes and suffixes of query parameters only. */
export interface ValueCondition {
  readonly name: string;
  readonly exact?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly contains?: string;
  readonly regex?: string;
}

/** One condition of a route. All of a route's have to hold; only one of them may have a prefix. */
export interface MatchCondition {
  readonly prefix?: string;
  readonly header?: ValueCondition;
  readonly queryParameter?: ValueCondition;
}

/** A Service with its share; without a weight it gets nothing. */
export interface ProxyService {
  readonly name: string;
  readonly port: number;
  readonly weight?: number;
  readonly requestHeadersPolicy?: { readonly set: readonly { readonly name: string; readonly value: string }[] };
}

/** One route. @source Contour Route, the fields that Flagger writes */
export interface ProxyRoute {
  readonly conditions?: readonly MatchCondition[];
  readonly timeoutPolicy?: { readonly response: string; readonly idle: string };
  readonly retryPolicy?: { readonly count: number; readonly perTryTimeout?: string; readonly retryOn?: readonly string[] };
  readonly services?: readonly ProxyService[];
}

/** An HTTPProxy; only a user's own may be without a spec. */
export interface HttpProxy extends Manifest {
  readonly spec?: { readonly ingressClassName?: string; readonly routes?: readonly ProxyRoute[] };
}

/** Where HTTPProxies live in the API. */
export const HTTP_PROXIES: ResourceType<HttpProxy> = { apiVersion: 'projectcontour.io/v1', kind: 'HTTPProxy', plural: 'httpproxies', namespaced: true };
