import type { HttpHeaders, HttpMatch, Manifest, ObjectReader, ResourceType } from '@flagger/sdk';
import { matchesRequest, pathOf } from './match-request.ts';
import type { Backend, Mirror, RoutedRequest, RoutePlan, RouteReader, ServiceRef } from './route-plan.ts';
import { canonicalHost, serviceOf } from './service-host.ts';

interface Destination {
  readonly host: string;
}

interface Delegate {
  readonly name?: string;
  readonly namespace?: string;
}

interface HttpRoute {
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly { readonly destination: Destination; readonly weight?: number; readonly headers?: HttpHeaders }[];
  readonly delegate?: Delegate;
  readonly rewrite?: { readonly uri?: string; readonly authority?: string };
  readonly mirror?: Destination;
  readonly mirrorPercentage?: { readonly value?: number };
  readonly headers?: HttpHeaders;
}

/** Streams have ports and nothing else to be matched by; a request here has none, so that it takes the first route. */
type TcpRoute = Pick<HttpRoute, 'route'>;

interface VirtualService extends Manifest {
  readonly spec: { readonly hosts?: readonly string[]; readonly gateways?: readonly string[]; readonly http?: readonly HttpRoute[]; readonly tcp?: readonly TcpRoute[] };
}

const VIRTUAL_SERVICES: ResourceType<VirtualService> = {
  apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', plural: 'virtualservices', namespaced: true,
};

/** Reads Istio's VirtualServices: hosts, gateways, matches, weights, mirrors, rewrites, header changes, delegates, and the routes of streams. */
export class IstioRoutes implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan(request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const services = await this.#reader.list(VIRTUAL_SERVICES, undefined, signal);
    const ranked = services
      .map(service => ({ service, rank: hostRank(service, request) }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => b.rank - a.rank);
    const found = ranked[0]?.service;
    return found === undefined ? undefined : await this.#follow(found, request, signal);
  }

  /** The first route that matches; one that hands over to a VirtualService without a route for the request does not match. */
  async #follow({ metadata, spec }: VirtualService, request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan> {
    const namespace = metadata.namespace ?? '';
    for (const http of spec.http ?? []) {
      const match = http.match?.find(candidate => matchesRequest(candidate, request));
      if (http.match !== undefined && http.match.length > 0 && match === undefined) continue;
      const plan = http.delegate === undefined ? planOf(http, match, request, namespace) : await this.#delegate(http.delegate, namespace, request, signal);
      if (plan !== NO_ROUTE) return plan;
    }
    return streamPlan(spec, request, namespace);
  }

  async #delegate(to: Delegate, from: string, request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan> {
    const delegate = await this.#reader.get(VIRTUAL_SERVICES, { name: to.name ?? '', namespace: to.namespace ?? from }, signal);
    return delegate === undefined ? NO_ROUTE : await this.#follow(delegate, request, signal);
  }
}

const NO_ROUTE: RoutePlan = { backends: [], mirrors: [] };

/** Streams go where the first of their routes leads. */
function streamPlan({ tcp: [first] = [] }: VirtualService['spec'], request: RoutedRequest, namespace: string): RoutePlan {
  return first === undefined ? NO_ROUTE : planOf({ route: first.route ?? [] }, undefined, request, namespace);
}

/** 0: the VirtualService has nothing to do with the request; exact hosts rank above wildcards, longer above shorter ones. */
function hostRank({ metadata, spec }: VirtualService, request: RoutedRequest): number {
  const namespace = metadata.namespace ?? '';
  const gateways = (spec.gateways ?? ['mesh']).map(gateway => (gateway === 'mesh' || gateway.includes('/') ? gateway : `${namespace}/${gateway}`));
  if (!gateways.includes(request.gateway)) return 0;
  const wanted = canonicalHost(request.host, request.sourceNamespace);
  const ranks = (spec.hosts ?? []).map(host => {
    if (!host.startsWith('*')) return canonicalHost(host, namespace) === wanted ? 1000 : 0;
    return wanted.endsWith(host.slice(1)) || request.host.endsWith(host.slice(1)) ? host.length : 0;
  });
  return Math.max(0, ...ranks);
}

function planOf(http: HttpRoute, match: HttpMatch | undefined, request: RoutedRequest, namespace: string): RoutePlan {
  return {
    backends: weighted(http).flatMap(([{ destination, headers }, weight]): readonly Backend[] => {
      const service = serviceOf(destination.host, namespace);
      return service === undefined ? [] : [{ service, weight, requestHeaders: headers?.request, responseHeaders: headers?.response }];
    }),
    mirrors: mirrorsOf(http, namespace),
    requestHeaders: http.headers?.request,
    responseHeaders: http.headers?.response,
    ...(http.rewrite?.authority === undefined ? {} : { host: http.rewrite.authority }),
    ...(http.rewrite?.uri === undefined ? {} : { target: rewritten(http.rewrite.uri, match, request) }),
  };
}

/** Istio sends everything to an only destination, and the same share to each where no weight is set, whatever the weights say. */
function weighted({ route = [] }: HttpRoute): readonly (readonly [NonNullable<HttpRoute['route']>[number], number])[] {
  const weightless = route.every(({ weight = 0 }) => weight === 0);
  return route.map(entry => [entry, weightless ? 1 : (entry.weight ?? 0)]);
}

function mirrorsOf({ mirror, mirrorPercentage }: HttpRoute, namespace: string): readonly Mirror[] {
  const service: ServiceRef | undefined = mirror === undefined ? undefined : serviceOf(mirror.host, namespace);
  return service === undefined ? [] : [{ service, percent: mirrorPercentage?.value ?? 100 }];
}

function rewritten(uri: string, match: HttpMatch | undefined, request: RoutedRequest): string {
  const path = pathOf(request);
  const query = request.target.slice(path.length);
  const prefix = match?.uri?.prefix;
  return (prefix === undefined ? uri : uri + path.slice(prefix.length)) + query;
}
