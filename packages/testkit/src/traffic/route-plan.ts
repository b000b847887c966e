import type { HeaderOperations } from '@flagger/sdk';

/** A request as a mesh sees it. */
export interface RoutedRequest {
  readonly method: string;
  /** As in the Host header, without a port. */
  readonly host: string;
  /** Path and query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the request enters: `mesh`, or the `namespace/name` of a gateway. */
  readonly gateway: string;
  readonly sourceNamespace: string;
  readonly sourceLabels: Readonly<Record<string, string>>;
}

/** A Service by name. */
export interface ServiceRef {
  readonly namespace: string;
  readonly name: string;
}

/** A Service that gets a share of the requests. */
export interface Backend {
  readonly service: ServiceRef;
  /** Relative to the others'. */
  readonly weight: number;
  readonly requestHeaders?: HeaderOperations | undefined;
  readonly responseHeaders?: HeaderOperations | undefined;
}

/** A Service that gets copies of requests, whose answers nobody sees. */
export interface Mirror {
  readonly service: ServiceRef;
  readonly percent: number;
}

/** What happens with a request. No backends: it is answered with 404. */
export interface RoutePlan {
  readonly backends: readonly Backend[];
  readonly mirrors: readonly Mirror[];
  /** What the backend gets instead of the request's own. */
  readonly host?: string;
  readonly target?: string;
  readonly requestHeaders?: HeaderOperations | undefined;
  readonly responseHeaders?: HeaderOperations | undefined;
}

/** Reads from a provider's live objects where requests go. */
export interface RouteReader {
  /** Undefined: none of its objects is about this request's host; the next reader, in the end the plain Service, is asked. */
  plan(request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined>;
}
