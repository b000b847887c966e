import type { CanaryService, Observer, ProviderCapabilities, ResourceType } from '@flagger/sdk';
import { httpObserver } from '@flagger/sdk';
import type { HttpRoute, RouteMatch } from './gateway-api-types.ts';
import { grpcMatches } from './grpc-matches.ts';
import { grpcObserver } from './grpc-observer.ts';
import { serviceMatches } from './render-matches.ts';

/** How one version of the API is used. */
export interface GatewayApiVersion extends Pick<ProviderCapabilities, 'matches' | 'affinity'> {
  /** Its provider strings. */
  readonly names: readonly string[];
  readonly routes: ResourceType<HttpRoute>;
  readonly timeouts: boolean;
  readonly cors: boolean;
  /** Whether a split counts only once the gateways have accepted it. */
  readonly acceptance: boolean;
  readonly observer: Observer;
  /** `service.match` in the words of its routes; none takes all requests. @throws CanaryError Invalid */
  readonly serviceMatches: (service: CanaryService | undefined) => readonly RouteMatch[];
}

const GROUP = 'gateway.networking.k8s.io';
const routesOf = (version: string): ResourceType<HttpRoute> => ({ apiVersion: `${GROUP}/${version}`, kind: 'HTTPRoute', plural: 'httproutes', namespaced: true });
const OVER_HTTP = { matches: ['headers', 'cookies', 'queryParams'], observer: httpObserver, serviceMatches } as const;

/** @source flagger pkg/router/gateway_api.go */
export const V1: GatewayApiVersion = {
  ...OVER_HTTP, names: ['gatewayapi:v1*'], routes: routesOf('v1'), timeouts: true, cors: true, affinity: 'canary-and-primary', acceptance: true,
};

/** @source flagger pkg/router/gateway_api_v1beta1.go */
export const V1BETA1: GatewayApiVersion = {
  ...OVER_HTTP, names: ['gatewayapi:v1beta1*'], routes: routesOf('v1beta1'), timeouts: false, cors: false, affinity: 'canary', acceptance: false,
};

/**
 * GRPCRoutes: callers of gRPC keep no cookies, and know no query parameters.
 *
 * @differs Flagger takes `gatewayapi:v1:grpc` for `gatewayapi:v1`, and makes an HTTPRoute: `grpc.test.ts` "goes by a GRPCRoute"
 */
export const V1_GRPC: GatewayApiVersion = {
  names: ['gatewayapi:v1:grpc'], routes: { apiVersion: `${GROUP}/v1`, kind: 'GRPCRoute', plural: 'grpcroutes', namespaced: true },
  matches: ['headers'], affinity: 'none', timeouts: false, cors: false, acceptance: true, observer: grpcObserver, serviceMatches: grpcMatches,
};

/** Every version of the Gateway API that can be used. */
export const GATEWAY_API_VERSIONS: readonly GatewayApiVersion[] = [V1, V1BETA1, V1_GRPC];
