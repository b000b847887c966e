import type { HttpHeaders, HttpMatch, Manifest, ObjectReader, ResourceType } from '@flagger/sdk';
import { matchesRequest, pathOf } from './match-request.ts';
import type { Backend, Mirror, RoutedRequest, RoutePlan, RouteReader, ServiceRef } from './route-plan.ts';
import { canonicalHost, serviceOf } from './service-host.ts';

interface Destination {
  readonly host: string;
}

interface HttpRoute {
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly { readonly destination: Destination; readonly weight?: number; readonly headers?: HttpHeaders }[];
  readonly delegate?: { readonly name?: string; readonly namespace?: string };
  readonly rewrite?: { readonly uri?: string; readonly authority?: string };
  readonly mirror?: Destination;
  readonly mirrorPercentage?: { readonly value?: number };
  readonly headers?: HttpHeaders;
}

interface VirtualService extends Manifest {
  readonly spec: { readonly hosts?: readonly string[]; readonly gateways?: readonly string[]; readonly http?: readonly HttpRoute[] };
}

const VIRTUAL_SERVICES: ResourceType<VirtualService> = {
  apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', plural: 'virtualservices', namespaced: true,
};

/** Reads Istio's VirtualServices: hosts, gateways, matches, weights, mirrors, rewrites, header changes and delegates. */
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

  async #follow(service: VirtualService, request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan> {
    for (const http of service.spec.http ?? []) {
      const matches = http.match ?? [];
      const match = matches.find(candidate => matchesRequest(candidate, request));
      if (matches.length > 0 && match === undefined) continue;
      if (http.delegate === undefined) return planOf(http, match, request, service.metadata.namespace ?? '');
      const key = { name: http.delegate.name ?? '', namespace: http.delegate.namespace ?? service.metadata.namespace ?? '' };
      const delegate = await this.#reader.get(VIRTUAL_SERVICES, key, signal);
      const plan = delegate === undefined ? NO_ROUTE : await this.#follow(delegate, request, signal);
      if (plan !== NO_ROUTE) return plan;
    }
    return NO_ROUTE;
  }
}

const NO_ROUTE: RoutePlan = { backends: [], mirrors: [] };

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
