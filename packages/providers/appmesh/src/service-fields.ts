import { parseGoDuration } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import type { Retries } from './appmesh-version.ts';

const DEFAULT_RETRY_TIMEOUT_MS = 250;
const ACCESS_LOG_ANNOTATION = 'appmesh.flagger.app/accesslog';

/** What a proxy speaks on the service's port. @source flagger pkg/router/appmesh.go getProtocol */
export function protocolOf({ spec: { service } }: Canary): 'grpc' | 'http' {
  return service?.portName?.includes('grpc') ? 'grpc' : 'http';
}

/** The service's timeout, where it has one that can be read, in milliseconds. */
export function timeoutMs({ spec: { service } }: Canary): number | undefined {
  const ms = parseGoDuration(service?.timeout ?? '');
  return ms === undefined ? undefined : Math.trunc(ms);
}

/**
 * The service's retries, with defaults.
 *
 * @source flagger pkg/router/appmesh.go makeRetryPolicy
 * @differs Spaces around events are left out; Flagger writes them, and the API server refuses the route: `render.test.ts` "have no spaces around events"
 */
export function retriesOf({ spec: { service } }: Canary): Retries | undefined {
  if (service?.retries === undefined) return undefined;
  const { attempts = 0, perTryTimeout = '', retryOn } = service.retries;
  return {
    perRetryTimeoutMs: Math.trunc(parseGoDuration(perTryTimeout) ?? DEFAULT_RETRY_TIMEOUT_MS),
    maxRetries: attempts > 0 ? attempts : 1,
    httpRetryEvents: retryOn ? retryOn.split(',').map(event => event.trim()) : ['gateway-error'],
  };
}

/** What the mesh's gateway has to know of the apex VirtualService; nothing where the service has no hosts. @source flagger pkg/router/appmesh.go gatewayAnnotations */
export function gatewayAnnotations({ spec: { service } }: Canary): Readonly<Record<string, string>> {
  const { hosts = [], timeout, retries } = service ?? {};
  if (hosts.length === 0) return {};
  return {
    'gateway.appmesh.k8s.aws/expose': 'true',
    'gateway.appmesh.k8s.aws/domain': hosts.map(host => `${host},`).join(''),
    ...(timeout && { 'gateway.appmesh.k8s.aws/timeout': timeout }),
    ...((retries?.attempts ?? 0) > 0 && { 'gateway.appmesh.k8s.aws/retries': String(retries?.attempts) }),
  };
}

/** Whether and where proxies log requests. */
export function loggingField({ metadata }: Canary): { readonly logging?: object } {
  return metadata.annotations?.[ACCESS_LOG_ANNOTATION] === 'enabled' ? { logging: { accessLog: { file: { path: '/dev/stdout' } } } } : {};
}
