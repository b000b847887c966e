import { canarySetCookie, cookiePattern, forgetCookie, primarySetCookie } from '@flagger/sdk';
import type { Canary, HttpHeaders, SessionAffinity, Traffic } from '@flagger/sdk';
import { destinationOf } from './destinations.ts';
import { matchField, serviceMatches } from './http-options.ts';
import type { HttpRoute, WeightedDestination } from './istio-types.ts';

/**
 * Routes with sticky sessions: those who carry a cookie first, then the split that hands cookies out. Once the canary
 * has given its traffic up, its cookie is taken back.
 *
 * @source flagger pkg/router/istio.go getSessionAffinityRoutes
 * @differs The order to forget stands on the sticky route alone, also where `service.headers` is set; Flagger's leaks into the
 * weighted route. Without a cookie to forget there is one route, not two alike. Test: istio render "session affinity"
 */
export function affinityRoutes(canary: Canary, affinity: SessionAffinity, { weighted, traffic }: { weighted: HttpRoute; traffic: Traffic }): readonly HttpRoute[] {
  const { sessionAffinityCookie, primarySessionAffinityCookie, previousSessionAffinityCookie } = canary.status ?? {};
  if (traffic.canary === 0 || !sessionAffinityCookie) return previousSessionAffinityCookie ? [forget(canary, previousSessionAffinityCookie, weighted), weighted] : [weighted];
  const sticky = (cookie: string, primary: number): HttpRoute => ({ ...weighted, ...cookieField(canary, cookie), route: split(canary, primary) });
  const primaryCookie = affinity.primaryCookieName ? primarySessionAffinityCookie : undefined;
  return [
    sticky(sessionAffinityCookie, 0),
    ...(primaryCookie ? [sticky(primaryCookie, 100)] : []),
    {
      ...weighted,
      route: [
        { ...at(weighted, 0), ...(primaryCookie && { headers: adding(primarySetCookie(primaryCookie, affinity, canary)) }) },
        { ...at(weighted, 1), headers: adding(canarySetCookie(sessionAffinityCookie, affinity)) },
      ],
    },
  ];
}

function forget(canary: Canary, cookie: string, weighted: HttpRoute): HttpRoute {
  const { request, response } = weighted.headers ?? {};
  const headers: HttpHeaders = { ...(request && { request }), response: { ...response, add: { ...response?.add, 'Set-Cookie': forgetCookie(cookie) } } };
  return { ...weighted, ...cookieField(canary, cookie), headers };
}

/** Requests that carry a cookie, in each way that the service matches requests. */
function cookieField(canary: Canary, cookie: string): Pick<HttpRoute, 'match'> {
  const headers = { Cookie: { regex: cookiePattern(cookie) } };
  const service = serviceMatches(canary.spec.service);
  return matchField(service.length === 0 ? [{ headers }] : service.map(match => ({ ...match, headers })));
}

function split(canary: Canary, primary: number): readonly WeightedDestination[] {
  return [
    { destination: destinationOf(canary, 'primary'), weight: primary },
    { destination: destinationOf(canary, 'canary'), weight: 100 - primary },
  ];
}

const adding = (cookie: string): HttpHeaders => ({ response: { add: { 'Set-Cookie': cookie } } });

function at(route: HttpRoute, index: number): WeightedDestination {
  const found = route.route[index];
  if (found === undefined) throw new Error('a weighted route has two destinations');
  return found;
}
