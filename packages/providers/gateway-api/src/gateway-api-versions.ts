import type { ResourceType } from '@flagger/sdk';
import type { HttpRoute } from './gateway-api-types.ts';

/** How one version of the API is used. */
export interface GatewayApiVersion {
  /** Its provider strings. */
  readonly names: readonly string[];
  readonly routes: ResourceType<HttpRoute>;
  readonly timeouts: boolean;
  readonly cors: boolean;
  /** Whether the primary gets a session cookie, too. */
  readonly primaryCookie: boolean;
  /** Whether a split counts only once the gateways have accepted it. */
  readonly acceptance: boolean;
}

const routesOf = (version: string): ResourceType<HttpRoute> => ({
  apiVersion: `gateway.networking.k8s.io/${version}`, kind: 'HTTPRoute', plural: 'httproutes', namespaced: true,
});

/** @source flagger pkg/router/gateway_api.go */
export const V1: GatewayApiVersion = {
  names: ['gatewayapi:v1*'], routes: routesOf('v1'), timeouts: true, cors: true, primaryCookie: true, acceptance: true,
};

/** @source flagger pkg/router/gateway_api_v1beta1.go */
export const V1BETA1: GatewayApiVersion = {
  names: ['gatewayapi:v1beta1*'], routes: routesOf('v1beta1'), timeouts: false, cors: false, primaryCookie: false, acceptance: false,
};

/** Every version of the Gateway API that can be used. */
export const GATEWAY_API_VERSIONS: readonly GatewayApiVersion[] = [V1, V1BETA1];
