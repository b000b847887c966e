import { serviceNames } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import type { BackendRef, RouteRule } from './gateway-api-types.ts';
import { isAdded, ownRefs } from './own-refs.ts';
import { filtersField, withoutCanaryMirror, withoutSetCookie } from './render-filters.ts';

const DEFAULT_WEIGHT = 1;

/** The rules of a route as they were before a canary took any of them over. Pure; nothing but what {@link adoptRules} did is undone. */
export function giveBackRules(rules: readonly RouteRule[], canary: Canary): readonly RouteRule[] {
  return rules.filter(rule => !isAdded(rule, canary)).map(rule => giveBackRule(rule, canary));
}

/** Whether a rule has a backend with a share beside those of the canary. */
export function isShared({ backendRefs = [] }: RouteRule, own: readonly BackendRef[]): boolean {
  return backendRefs.some(ref => !own.includes(ref) && weightOf(ref) > 0);
}

/** The weight that a backend has, also where nobody says it. */
export function weightOf({ weight = DEFAULT_WEIGHT }: BackendRef): number {
  return weight;
}

function giveBackRule(rule: RouteRule, canary: Canary): RouteRule {
  const { apex, primary, all } = ownRefs(rule, canary);
  const [first] = all;
  if (first === undefined || all.every(({ name }) => name === serviceNames(canary).apex)) return rule;
  const { filters: backendFilters = [], ...template } = apex ?? primary ?? first;
  const cookies = withoutSetCookie(backendFilters, cookieNames(canary));
  const restored: BackendRef = { ...template, name: serviceNames(canary).apex, weight: apex === undefined ? apexWeight(rule, all) : weightOf(apex), ...filtersField(cookies) };
  const backendRefs = (rule.backendRefs ?? []).flatMap(ref => (ref === first ? [restored] : all.includes(ref) ? [] : [ref]));
  const { filters = [], ...others } = rule;
  return { ...others, ...filtersField(withoutCanaryMirror(filters, canary)), backendRefs };
}

/** Beside others the apex had the sum of both; alone it counted for nothing how much it had, and that was multiplied by 100. */
function apexWeight(rule: RouteRule, own: readonly BackendRef[]): number {
  const total = own.reduce((sum, ref) => sum + weightOf(ref), 0);
  return isShared(rule, own) || total === 0 ? total : Math.max(1, Math.round(total / 100));
}

/** Of the analysis, and those that were handed out before it changed. */
function cookieNames({ spec: { analysis: { sessionAffinity } }, status = {} }: Canary): readonly string[] {
  const { cookieName, primaryCookieName } = sessionAffinity ?? {};
  const handedOut = [status.sessionAffinityCookie, status.primarySessionAffinityCookie, status.previousSessionAffinityCookie].map(cookie => cookie?.split('=')[0]);
  return [cookieName, primaryCookieName, ...handedOut].filter(name => name !== undefined);
}
