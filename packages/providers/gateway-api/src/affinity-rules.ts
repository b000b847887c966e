import { canarySetCookie, cookiePattern, forgetCookie, primarySetCookie, serviceNames } from '@flagger/sdk';
import type { Canary, SessionAffinity, Traffic } from '@flagger/sdk';
import type { BackendRef, RouteRule } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { filtersField, setCookieFilter } from './render-filters.ts';
import { withCriteria } from './render-matches.ts';

/** What rules for sticky sessions are made from. */
export interface AffinityParts {
  readonly affinity: SessionAffinity;
  /** The rule without sticky sessions. */
  readonly weighted: RouteRule;
  readonly traffic: Traffic;
  readonly version: Pick<GatewayApiVersion, 'primaryCookie'>;
}

/**
 * Rules with sticky sessions: those who carry a cookie first, then the split that hands cookies out. Once the canary has
 * given its traffic up, its cookie is taken back.
 *
 * @source flagger pkg/router/gateway_api.go getSessionAffinityRouteRules
 * @differs Without a cookie to forget there is one rule, not two alike. Test: gateway-api render "session affinity"
 */
export function affinityRules(canary: Canary, { affinity, weighted, traffic, version }: AffinityParts): readonly RouteRule[] {
  const { sessionAffinityCookie, primarySessionAffinityCookie, previousSessionAffinityCookie } = canary.status ?? {};
  if (traffic.canary === 0 || !sessionAffinityCookie) return previousSessionAffinityCookie ? [forget(previousSessionAffinityCookie, weighted), weighted] : [weighted];
  const primaryCookie = version.primaryCookie && affinity.primaryCookieName ? primarySessionAffinityCookie : undefined;
  const { primary } = serviceNames(canary);
  const handOut = ({ name }: BackendRef): readonly string[] => {
    if (name !== primary) return [canarySetCookie(sessionAffinityCookie, affinity)];
    return primaryCookie ? [primarySetCookie(primaryCookie, affinity, canary)] : [];
  };
  return [
    sticky(sessionAffinityCookie, weighted, ({ name }) => (name === primary ? 0 : 100)),
    ...(primaryCookie ? [sticky(primaryCookie, weighted, ({ name }) => (name === primary ? 100 : 0))] : []),
    { ...weighted, backendRefs: (weighted.backendRefs ?? []).map(ref => ({ ...ref, ...filtersField(handOut(ref).map(setCookieFilter)) })) },
  ];
}

/** Takes the cookie back, and splits as the weighted rule. */
function forget(cookie: string, weighted: RouteRule): RouteRule {
  return { ...carrying(cookie, weighted), filters: [...(weighted.filters ?? []), setCookieFilter(forgetCookie(cookie))] };
}

function sticky(cookie: string, weighted: RouteRule, weightOf: (ref: BackendRef) => number): RouteRule {
  return { ...carrying(cookie, weighted), backendRefs: (weighted.backendRefs ?? []).map(ref => ({ ...ref, weight: weightOf(ref) })) };
}

/** Requests that carry a cookie, in each way that the service matches requests. */
function carrying(cookie: string, { matches = [], ...rule }: RouteRule): RouteRule {
  return { ...rule, matches: withCriteria(matches, { headers: [{ type: 'RegularExpression', name: 'Cookie', value: cookiePattern(cookie) }] }) };
}
