import { parseGoDuration } from '@flagger/sdk';
import type { CanaryService, HttpMatch, HttpRetry } from '@flagger/sdk';
import type { HttpRoute } from './istio-types.ts';
import { withoutZeros } from './without-zeros.ts';

/**
 * What every HTTP route of a canary has beside match and destinations.
 *
 * @differs A timeout of no time is none, as routes have it by themselves; Flagger writes it, and the API server refuses the route:
 * `render.test.ts` "a timeout of no time is left out"
 */
export function httpOptions(service: CanaryService | undefined): Omit<HttpRoute, 'route'> {
  const { rewrite, timeout, retries, corsPolicy, headers } = service ?? {};
  return {
    ...(rewrite && { rewrite: withoutZeros({ uri: rewrite.uri ?? '', authority: rewrite.authority ?? '' }) }),
    ...(lasts(timeout) && { timeout }),
    ...(retries && { retries: retriesOf(retries) }),
    ...(corsPolicy && { corsPolicy: withoutZeros(corsPolicy) }),
    ...(headers && { headers }),
  };
}

function retriesOf({ attempts = 0, perTryTimeout, ...retries }: HttpRetry): HttpRetry {
  return { ...withoutZeros(retries), ...(lasts(perTryTimeout) && { perTryTimeout }), attempts };
}

function lasts(timeout: string | undefined): timeout is string {
  return timeout !== undefined && timeout !== '' && parseGoDuration(timeout) !== 0;
}

/** `service.match`, as routes carry it. */
export function serviceMatches(service: CanaryService | undefined): readonly HttpMatch[] {
  return (service?.match ?? []).map(withoutZeros);
}

/** The match list of a route; a route without matches takes all requests. */
export function matchField(matches: readonly HttpMatch[]): Pick<HttpRoute, 'match'> {
  return matches.length > 0 ? { match: matches } : {};
}
