/** A canary for which no objects can be written, on purpose. */
export interface SchemaRefusal {
  /** What the names of providers begin with. */
  readonly provider: string;
  readonly rows: readonly string[];
  /** A part of what users are told. */
  readonly message: string;
}

const GRPC_SAYS = "can't be said in a GRPCRoute";
const HTTP_SAYS = "can't be said in an HTTPRoute";

/** What a mesh has no words for, or its own schema forbids. Flagger fares no better in any of these. */
export const SCHEMA_REFUSALS: readonly SchemaRefusal[] = [
  { provider: 'gatewayapi:v1:grpc', rows: ['timeouts', 'fine timeouts', 'timeouts of nothing', 'timeouts out of order', 'timeouts in small units', 'long timeouts'], message: `spec.service.timeout ${GRPC_SAYS}` },
  { provider: 'gatewayapi:v1:grpc', rows: ['a rewritten path', 'a rewritten authority', 'a rewritten prefix', 'a rewritten prefix of several paths', 'an empty rewrite'], message: `spec.service.rewrite ${GRPC_SAYS}` },
  { provider: 'gatewayapi:v1:grpc', rows: ['cross-origin rules', 'open cross-origin rules', 'cross-origin rules of no time', 'short cross-origin rules', 'empty cross-origin rules'], message: `spec.service.corsPolicy ${GRPC_SAYS}` },
  { provider: 'gatewayapi:v1:grpc', rows: ['paths', 'headers and paths to match'], message: `.uri ${GRPC_SAYS}` },
  { provider: 'gatewayapi:v1:grpc', rows: ['query parameters to match', 'the beginning of query parameters'], message: `spec.service.match[0].queryParams ${GRPC_SAYS}` },
  { provider: 'gatewayapi:v1:grpc', rows: ['methods', 'methods by pattern'], message: `spec.service.match[0].method ${GRPC_SAYS}` },
  { provider: 'gatewayapi:', rows: ['the beginning of headers'], message: `spec.service.match[0].headers.x-a ${HTTP_SAYS}` },
  { provider: 'gatewayapi:', rows: ['the beginning of query parameters'], message: `spec.service.match[0].queryParams.q ${HTTP_SAYS}` },
  { provider: 'gatewayapi:', rows: ['methods by pattern'], message: `spec.service.match[0].method ${HTTP_SAYS}` },
  { provider: 'gatewayapi:', rows: ['header changes to nothing'], message: `spec.service.headers.request.add.X-Upper ${HTTP_SAYS}` },
  { provider: 'gatewayapi:', rows: ['a rewritten prefix of several paths'], message: 'with path.replacePrefixMatch, exactly one PathPrefix match must be specified' },
  { provider: 'gatewayapi:v1', rows: ['timeouts out of order'], message: 'backendRequest timeout cannot be longer than request timeout' },
  { provider: 'gatewayapi:v1', rows: ['long timeouts'], message: 'timeouts.backendRequest: Invalid value: "2562047h"' },
  { provider: 'istio', rows: ['a delegate with hosts'], message: 'cannot have hosts and gateways when delegation enabled' },
  { provider: 'contour', rows: ['retries on codes'], message: 'retryOn[2]: Unsupported value: "503"' },
  { provider: 'appmesh:', rows: ['retries', 'retries on codes'], message: 'Unsupported value: ' },
  { provider: 'istio', rows: ['cross-origin rules of no time'], message: 'corsPolicy.maxAge: Invalid value: "0s": must be a valid duration greater than 1ms' },
];
