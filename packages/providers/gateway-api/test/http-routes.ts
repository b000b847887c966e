import type { HttpMatch, ObjectReader, ResourceType, StringMatch } from '@flagger/sdk';
import { matchesRequest } from '@flagger/testkit';
import type { Backend, RoutedRequest, RoutePlan, RouteReader } from '@flagger/testkit';
import type { GrpcMethod, HttpRoute, RouteFilter, RouteMatch, RouteRule, ValueMatch } from '../src/gateway-api-types.ts';

interface Candidate {
  readonly rule: RouteRule;
  readonly match: RouteMatch;
  readonly namespace: string;
}

/** A gateway: it sends requests where the live HTTPRoutes say, of all matches that hold by the most exact. */
export class HttpRoutes implements RouteReader {
  readonly #reader: ObjectReader;
  readonly #type: ResourceType<HttpRoute>;

  constructor(reader: ObjectReader, type: ResourceType<HttpRoute>) {
    this.#reader = reader;
    this.#type = type;
  }

  async plan(request: RoutedRequest, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const routes = await this.#reader.list(this.#type, undefined, signal);
    const about = routes.filter(route => isAbout(route, request));
    if (about.length === 0) return undefined;
    const [best] = about
      .flatMap(({ metadata: { namespace = '' }, spec }) => (spec?.rules ?? []).flatMap(rule => (rule.matches ?? [{}]).map((match): Candidate => ({ rule, match, namespace }))))
      .filter(({ match }) => matchesRequest(toHttpMatch(match), request))
      .sort((a, b) => criteria(b.match) - criteria(a.match));
    return best === undefined ? { backends: [], mirrors: [] } : planOf(best);
  }
}

function isAbout({ spec }: HttpRoute, { host, gateway }: RoutedRequest): boolean {
  return Boolean(spec?.parentRefs?.some(({ namespace = '', name }) => `${namespace}/${name}` === gateway)) && (spec?.hostnames?.includes(host) ?? true);
}

/** A longer path counts more than any header, a header more than any query parameter. */
function criteria({ path, headers = [], queryParams = [] }: RouteMatch): number {
  return (path?.value.length ?? 0) * 10_000 + headers.length * 100 + queryParams.length;
}

function toHttpMatch({ path, method, headers = [], queryParams = [] }: RouteMatch): HttpMatch {
  const kinds = { Exact: 'exact', PathPrefix: 'prefix', RegularExpression: 'regex' } as const;
  const named = (values: readonly ValueMatch[]): Record<string, StringMatch> => Object.fromEntries(values.map(({ type, name, value }) => [name, { [kinds[type]]: value }]));
  const grpc = typeof method === 'object' ? method : undefined;
  return {
    ...(path && { uri: { [kinds[path.type]]: path.value } }), ...(grpc && { uri: grpcUri(grpc) }), ...(typeof method === 'string' && { method: { exact: method } }),
    headers: named(headers), queryParams: named(queryParams),
  };
}

function grpcUri({ service = '', method }: GrpcMethod): StringMatch {
  return method === undefined ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` };
}

function planOf({ rule, namespace }: Candidate): RoutePlan {
  return {
    backends: (rule.backendRefs ?? []).map(({ name, weight = 1, filters }): Backend => ({ service: { namespace, name }, weight, responseHeaders: responseHeaders(filters) })),
    mirrors: (rule.filters ?? []).flatMap(filter => (filter.type === 'RequestMirror' ? [{ service: { namespace, name: filter.requestMirror.backendRef.name }, percent: filter.requestMirror.percent ?? 100 }] : [])),
    responseHeaders: responseHeaders(rule.filters),
  };
}

function responseHeaders(filters: readonly RouteFilter[] = []): Backend['responseHeaders'] {
  const added = filters.flatMap(filter => (filter.type === 'ResponseHeaderModifier' ? (filter.responseHeaderModifier.add ?? []) : []));
  return { add: Object.fromEntries(added.map(({ name, value }) => [name, value])) };
}
