import { CanaryError, parseGoDuration } from '@flagger/sdk';
import type { Canary, HttpMatch, SessionAffinity } from '@flagger/sdk';

const DEFAULT_MAX_AGE_S = 86_400;

/** The attributes with which a cookie is set. @source flagger SessionAffinity.BuildCookie */
function setCookie(cookie: string, maxAgeS: number, affinity: SessionAffinity): string {
  const attributes = [
    `Max-Age=${maxAgeS}`,
    affinity.domain && `Domain=${affinity.domain}`,
    affinity.httpOnly && 'HttpOnly',
    affinity.partitioned && 'Partitioned',
    affinity.path && `Path=${affinity.path}`,
    affinity.sameSite && `SameSite=${affinity.sameSite}`,
    affinity.secure && 'Secure',
  ];
  return [cookie, ...attributes.filter(Boolean)].join('; ');
}

/** The cookie of the canary: it lasts for `maxAge`. */
export function canarySetCookie(cookie: string, affinity: SessionAffinity): string {
  return setCookie(cookie, affinity.maxAge || DEFAULT_MAX_AGE_S, affinity);
}

/** The cookie of the primary: it lasts for one analysis interval, in whole seconds. @throws CanaryError Invalid where the interval is no duration */
export function primarySetCookie(cookie: string, affinity: SessionAffinity, { spec }: Canary): string {
  const interval = spec.analysis.interval ?? '';
  const ms = parseGoDuration(interval);
  if (ms === undefined) {
    throw new CanaryError('Invalid', 'never', `spec.analysis.interval "${interval}" is no duration such as 30s or 1m; sessionAffinity.primaryCookieName needs one`);
  }
  return setCookie(cookie, Math.trunc(ms / 1000), affinity);
}

/** Matches requests that carry a cookie, in each way that the service matches requests. */
export function cookieMatches(cookie: string, service: readonly HttpMatch[]): readonly HttpMatch[] {
  const [name = '', value = ''] = cookie.split('=');
  const headers = { Cookie: { regex: `.*${name}.*${value}.*` } };
  return service.length === 0 ? [{ headers }] : service.map(match => ({ ...match, headers }));
}
