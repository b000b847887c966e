import { canarySetCookie, cookiePattern, forgetCookie, primarySetCookie, serviceNames } from '@flagger/sdk';
import type { Canary, SessionAffinity, Traffic } from '@flagger/sdk';
import type { BackendRef, RouteRule } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { filtersField, withSetCookie } from './render-filters.ts';
import type { Narrowing } from './render-matches.ts';

/** What rules for sticky sessions are made from. */
export interface AffinityParts {
  readonly affinity: SessionAffinity;
  /** The rule without sticky sessions. */
  readonly weighted: RouteRule;
  readonly traffic: Traffic;
  /** How the rule's matches are held to who carries a cookie. */
  readonly narrow: Narrowing;
  readonly version: Pick<GatewayApiVersion, 'affinity'>;
}

/**
 * Rules with sticky sessions: those who carry a cookie first, then the split that hands cookies out. Once the canary has
 * given its traffic up, its cookie is taken back.
 *
 * @source flagger pkg/router/gateway_api.go getSessionAffinityRouteRules
 * @differs A cookie goes into the filter that changes response headers already; Flagger adds a second, which the API server refuses:
 * `render.test.ts` "takes the cookie back when the canary has no traffic"
 * @differs Without a cookie to forget there is one rule, not two alike. Test: gateway-api render "session affinity"
 */
export function affinityRules(canary: Canary, { affinity, weighted, traffic, narrow, version }: AffinityParts): readonly RouteRule[] {
  const { sessionAffinityCookie, primarySessionAffinityCookie, previousSessionAffinityCookie } = canary.status ?? {};
  if (traffic.canary === 0 || !sessionAffinityCookie) return previousSessionAffinityCookie ? [forget(previousSessionAffinityCookie, weighted, narrow), weighted] : [weighted];
  const primaryCookie = version.affinity === 'canary-and-primary' && affinity.primaryCookieName ? primarySessionAffinityCookie : undefined;
  const { primary, canary: canaryName } = serviceNames(canary);
  const handOut: Readonly<Record<string, string>> = {
    [canaryName]: canarySetCookie(sessionAffinityCookie, affinity),
    ...(primaryCookie && { [primary]: primarySetCookie(primaryCookie, affinity, canary) }),
  };
  const sticky = (cookie: string, to: string): RouteRule => stickyRule(carrying(cookie, weighted, narrow), to);
  return [
    sticky(sessionAffinityCookie, canaryName),
    ...(primaryCookie ? [sticky(primaryCookie, primary)] : []),
    { ...weighted, backendRefs: (weighted.backendRefs ?? []).map(ref => withHandOut(ref, handOut[ref.name])) },
  ];
}

function withHandOut(ref: BackendRef, cookie: string | undefined): BackendRef {
  return cookie === undefined ? ref : { ...ref, ...filtersField(withSetCookie(ref.filters ?? [], cookie)) };
}

/** Takes the cookie back, and splits as the weighted rule. */
function forget(cookie: string, weighted: RouteRule, narrow: Narrowing): RouteRule {
  return { ...carrying(cookie, weighted, narrow), filters: withSetCookie(weighted.filters ?? [], forgetCookie(cookie)) };
}

function stickyRule(rule: RouteRule, to: string): RouteRule {
  return { ...rule, backendRefs: (rule.backendRefs ?? []).map(ref => ({ ...ref, weight: ref.name === to ? 100 : 0 })) };
}

/** Requests that carry a cookie, in each way that the service matches requests. */
function carrying(cookie: string, { matches = [], ...rule }: RouteRule, narrow: Narrowing): RouteRule {
  return { ...rule, matches: narrow(matches, { headers: [{ type: 'RegularExpression', name: 'Cookie', value: cookiePattern(cookie) }] }) };
}
