import type { CanaryService, HttpMatch } from '@flagger/sdk';
import type { HttpRoute } from './istio-types.ts';
import { withoutZeros } from './without-zeros.ts';

/** What every HTTP route of a canary has beside match and destinations. */
export function httpOptions(service: CanaryService | undefined): Omit<HttpRoute, 'route'> {
  const { rewrite, timeout, retries, corsPolicy, headers } = service ?? {};
  return {
    ...(rewrite && { rewrite: withoutZeros({ uri: rewrite.uri ?? '', authority: rewrite.authority ?? '' }) }),
    ...(timeout && { timeout }),
    ...(retries && { retries: { ...withoutZeros(retries), attempts: retries.attempts ?? 0 } }),
    ...(corsPolicy && { corsPolicy: withoutZeros(corsPolicy) }),
    ...(headers && { headers }),
  };
}

/** `service.match`, as routes carry it. */
export function serviceMatches(service: CanaryService | undefined): readonly HttpMatch[] {
  return (service?.match ?? []).map(withoutZeros);
}

/** The match list of a route; a route without matches takes all requests. */
export function matchField(matches: readonly HttpMatch[]): Pick<HttpRoute, 'match'> {
  return matches.length > 0 ? { match: matches } : {};
}
