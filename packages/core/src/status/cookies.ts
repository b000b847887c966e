import type { Canary, CanaryStatus, Traffic } from '@flagger/sdk';
import { fnv1a } from '../hash/fnv.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const COOKIE_LENGTH = 10;

/**
 * The status with the session cookies that go with a split: made when the canary first takes traffic, remembered as
 * previous when it gives it up, so that browsers can be told to forget. `primary`: whether the provider also sets one for the primary.
 *
 * @source flagger pkg/router/istio.go getSessionAffinityRouteRules
 * @differs A cookie belongs to the run: made again, because the status that kept it was not written, it is the same. Flagger's is random,
 * and sessions are lost: `cookies.test.ts` "made again, it is the same"
 */
export function withCookies(canary: Canary, traffic: Traffic, { primary }: { readonly primary: boolean }): CanaryStatus {
  const status = canary.status ?? {};
  const affinity = canary.spec.analysis.sessionAffinity;
  if (affinity === undefined) return status;
  if (traffic.canary === 0) {
    const { sessionAffinityCookie, ...rest } = status;
    return sessionAffinityCookie ? { ...rest, previousSessionAffinityCookie: sessionAffinityCookie } : status;
  }
  const cookie = (name: string): string => `${name}=${letters(JSON.stringify([canary.metadata.uid, status.lastAppliedSpec, status.lastTransitionTime, name]))}`;
  return {
    ...status,
    sessionAffinityCookie: status.sessionAffinityCookie || cookie(affinity.cookieName),
    ...(primary && { primarySessionAffinityCookie: status.primarySessionAffinityCookie || cookie(affinity.primaryCookieName ?? '') }),
  };
}

function letters(seed: string): string {
  return Array.from({ length: COOKIE_LENGTH }, (_, at) => LETTERS.charAt(Number(fnv1a(`${seed}${at}`) % BigInt(LETTERS.length)))).join('');
}
