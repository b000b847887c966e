import type { ObjectReader } from '@flagger/sdk';
import type { RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import { HTTP_PROXIES } from '../src/contour-types.ts';
import type { MatchCondition, ProxyRoute, ValueCondition } from '../src/contour-types.ts';

/** Where Contour sends requests: by the route that holds, of several the one with the most conditions. */
export class ContourRoutes implements RouteReader {
  readonly #reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  async plan(request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const [name = '', namespace = ''] = request.host.split('.');
    const proxy = await this.#reader.get(HTTP_PROXIES, { namespace, name }, signal);
    if (proxy === undefined) return undefined;
    const holding = (proxy.spec?.routes ?? []).filter(({ conditions = [] }) => conditions.every(condition => holds(condition, request)));
    const [route] = holding.toSorted((a, b) => strictness(b) - strictness(a));
    const services = route?.services ?? [];
    const even = services.every(({ weight = 0 }) => weight === 0);
    return { backends: services.map(service => ({ service: { namespace, name: service.name }, weight: even ? 1 : (service.weight ?? 0) })), mirrors: [] };
  }
}

function strictness({ conditions = [] }: ProxyRoute): number {
  return conditions.filter(({ header, queryParameter }) => header ?? queryParameter).length;
}

function holds({ prefix = '/', header, queryParameter }: MatchCondition, { target, headers }: RoutedRequest): boolean {
  const { pathname, searchParams } = new URL(target, 'http://contour');
  return (
    pathname.startsWith(prefix) &&
    (header === undefined || isMet(header, headers[header.name.toLowerCase()])) &&
    (queryParameter === undefined || isMet(queryParameter, searchParams.get(queryParameter.name) ?? undefined))
  );
}

function isMet({ exact, prefix, contains, regex }: ValueCondition, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (exact !== undefined) return value === exact;
  if (prefix !== undefined) return value.startsWith(prefix);
  if (contains !== undefined) return value.includes(contains);
  return regex === undefined || new RegExp(`^(?:${regex})$`).test(value);
}
