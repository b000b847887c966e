import type { HttpMatch, ObjectReader } from '@flagger/sdk';
import { matchesRequest } from '@flagger/testkit';
import type { Backend, RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import { ROUTE_TABLES, UPSTREAMS } from '../src/gloo-types.ts';
import type { Route, WeightedDestination } from '../src/gloo-types.ts';

/** Gloo's gateway, behind a VirtualService that hands all requests over to one RouteTable. */
export class GlooRoutes implements RouteReader {
  readonly #reader: ObjectReader;
  readonly #table: { readonly namespace: string; readonly name: string };

  constructor(reader: ObjectReader, table: { readonly namespace: string; readonly name: string }) {
    this.#reader = reader;
    this.#table = table;
  }

  async plan(request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const table = await this.#reader.get(ROUTE_TABLES, this.#table, signal);
    const route = table?.spec?.routes?.find(each => isFor(each, request));
    const destinations = route?.routeAction?.multi?.destinations ?? [];
    return { backends: (await Promise.all(destinations.map(each => this.#backend(each, signal)))).flat(), mirrors: [] };
  }

  async #backend({ destination, weight = 0 }: WeightedDestination, signal: AbortSignal): Promise<readonly Backend[]> {
    const { name = '', namespace = '' } = destination?.upstream ?? {};
    const upstream = await this.#reader.get(UPSTREAMS, { name, namespace }, signal);
    const { serviceName, serviceNamespace = '' } = upstream?.spec?.kube ?? {};
    return serviceName === undefined ? [] : [{ service: { name: serviceName, namespace: serviceNamespace }, weight }];
  }
}

function isFor({ matchers = [] }: Route, request: RoutedRequest): boolean {
  const matches = matchers.map(({ headers }): HttpMatch => ({ headers: Object.fromEntries(headers.map(({ name, value, regex }) => [name, regex ? { regex: value } : { exact: value }])) }));
  return matches.length === 0 || matches.some(match => matchesRequest(match, request));
}
