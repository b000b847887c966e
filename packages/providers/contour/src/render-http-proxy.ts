import { ALL_TO_PRIMARY, apexRouteMeta, serviceNames } from '@flagger/sdk';
import type { Canary, ProviderEnv, Role, RouteSubject, Traffic } from '@flagger/sdk';
import { HTTP_PROXIES } from './contour-types.ts';
import type { HttpProxy, ProxyRoute, ProxyService } from './contour-types.ts';
import { matchConditions } from './match-conditions.ts';

/** What of the operator's settings shows in an HTTPProxy. */
export type ContourSettings = Pick<ProviderEnv, 'ownerReferences' | 'ingressClass'>;

/** How long a stream may be silent where requests have a timeout. @source flagger pkg/router/contour.go makeTimeoutPolicy */
const IDLE_TIMEOUT = '5m';

/** The HTTPProxy of a canary at a split. Pure. @throws CanaryError Unsupported @source flagger pkg/router/contour.go */
export function renderHttpProxy(subject: RouteSubject, traffic: Traffic, settings: ContourSettings): Required<HttpProxy> {
  const { ingressClass } = settings;
  return {
    apiVersion: HTTP_PROXIES.apiVersion,
    kind: HTTP_PROXIES.kind,
    metadata: apexRouteMeta(subject, settings),
    spec: { ...(ingressClass && { ingressClassName: ingressClass }), routes: routesOf(subject.canary, traffic) },
  };
}

/** In A/B testing, those who match no route to the canary stay on the primary. */
function routesOf(canary: Canary, traffic: Traffic): readonly ProxyRoute[] {
  const prefix = canary.spec.service?.match?.[0]?.uri?.prefix || '/';
  const everybody = [{ prefix }];
  const options = routeOptions(canary);
  const tested = matchConditions(canary, prefix);
  const split: ProxyRoute = { ...options, services: servicesOf(canary, traffic) };
  if (tested.length === 0) return [{ conditions: everybody, ...split }];
  return [...tested.map(conditions => ({ conditions, ...split })), { conditions: everybody, ...options, services: servicesOf(canary, ALL_TO_PRIMARY) }];
}

/**
 * @differs Retries without `retryOn` are left to Contour's default; Flagger writes an empty condition, which the API server refuses: `render.test.ts` "without conditions"
 * @differs Spaces between the conditions of `retryOn` are left out; with them the API server refuses what Flagger writes: `render.test.ts` "with conditions"
 */
function routeOptions({ spec: { service } }: Canary): Pick<ProxyRoute, 'timeoutPolicy' | 'retryPolicy'> {
  const { timeout, retries } = service ?? {};
  const retryOn = retries?.retryOn?.split(',').map(condition => condition.trim()).filter(Boolean) ?? [];
  return {
    ...(timeout && { timeoutPolicy: { response: timeout, idle: IDLE_TIMEOUT } }),
    ...(retries && {
      retryPolicy: { count: retries.attempts ?? 0, ...(retries.perTryTimeout && { perTryTimeout: retries.perTryTimeout }), ...(retryOn.length > 0 && { retryOn }) },
    }),
  };
}

function servicesOf(canary: Canary, traffic: Traffic): readonly ProxyService[] {
  return (['primary', 'canary'] as const).map(role => serviceOf(canary, role, traffic[role]));
}

/** The header tells Linkerd, where Contour's pods are meshed, which Service was meant. */
function serviceOf(canary: Canary, role: Role, weight: number): ProxyService {
  const name = serviceNames(canary)[role];
  const port = canary.spec.service?.port ?? 0;
  const override = { name: 'l5d-dst-override', value: `${name}.${canary.metadata.namespace ?? ''}.svc.cluster.local:${port}` };
  return { name, port, ...(weight > 0 && { weight }), requestHeadersPolicy: { set: [override] } };
}
