import type { CanaryService, HttpMatch, StringMatch } from '@flagger/sdk';
import type { GrpcMethod, RouteMatch } from './gateway-api-types.ts';
import { criteria, unsayable } from './render-matches.ts';

/** Fields of a service that a GRPCRoute has no words for. */
const UNSAYABLE = ['rewrite', 'corsPolicy', 'timeout', 'backendTimeout'] as const;

const ONE_METHOD = /^\/(?<service>[\w.]+)\/(?<method>\w+)$/;
const ALL_METHODS = /^\/(?<service>[\w.]+)\/?$/;

/**
 * `service.match`, as GRPCRoutes say it: a `uri` is the path of a gRPC method, or the beginning of it. None takes all requests.
 *
 * @throws CanaryError Invalid
 */
export function grpcMatches(service: CanaryService | undefined): readonly RouteMatch[] {
  const field = UNSAYABLE.find(each => service?.[each] !== undefined);
  if (field !== undefined) throw unsayable(`spec.service.${field}`, 'match, headers and mirror', 'GRPCRoute');
  return (service?.match ?? []).map((match, at) => grpcMatch(match, `spec.service.match[${at}]`)).filter(match => Object.keys(match).length > 0);
}

function grpcMatch({ uri, method, queryParams, headers = {} }: HttpMatch, field: string): RouteMatch {
  if (method) throw unsayable(`${field}.method`, 'a uri such as /shop.Cart/Add', 'GRPCRoute');
  if (queryParams) throw unsayable(`${field}.queryParams`, 'a uri or headers', 'GRPCRoute');
  return { ...(uri && { method: grpcMethod(uri, `${field}.uri`) }), ...criteria({ headers }, field) };
}

function grpcMethod({ exact, prefix = '' }: StringMatch, field: string): GrpcMethod {
  const { service, method } = (exact === undefined ? ALL_METHODS.exec(prefix) : ONE_METHOD.exec(exact))?.groups ?? {};
  if (service === undefined) throw unsayable(field, 'an exact /package.Service/Method, or a prefix /package.Service/', 'GRPCRoute');
  return { type: 'Exact', service, ...(method && { method }) };
}
