import type { Canary, CanaryStatus, Traffic } from '@flagger/sdk';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const COOKIE_LENGTH = 10;

/** How cookies are made. */
export interface CookieMaker {
  readonly random: () => number;
  /** Whether the provider also sets a cookie for the primary. */
  readonly primary: boolean;
}

/**
 * The status with the session cookies that go with a split: made when the canary first takes traffic, remembered as
 * previous when it gives it up, so that browsers can be told to forget.
 *
 * @source flagger pkg/router/istio.go getSessionAffinityRouteRules
 */
export function withCookies(canary: Canary, traffic: Traffic, make: CookieMaker): CanaryStatus {
  const status = canary.status ?? {};
  const affinity = canary.spec.analysis.sessionAffinity;
  if (affinity === undefined) return status;
  if (traffic.canary === 0) {
    const { sessionAffinityCookie, ...rest } = status;
    return sessionAffinityCookie ? { ...rest, previousSessionAffinityCookie: sessionAffinityCookie } : status;
  }
  const cookie = (name: string): string => `${name}=${letters(make.random)}`;
  return {
    ...status,
    sessionAffinityCookie: status.sessionAffinityCookie || cookie(affinity.cookieName),
    ...(make.primary && { primarySessionAffinityCookie: status.primarySessionAffinityCookie || cookie(affinity.primaryCookieName ?? '') }),
  };
}

function letters(random: () => number): string {
  return Array.from({ length: COOKIE_LENGTH }, () => LETTERS.charAt(Math.floor(random() * LETTERS.length))).join('');
}
