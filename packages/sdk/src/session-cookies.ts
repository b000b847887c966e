import type { Canary } from './crd/canary.ts';
import type { SessionAffinity } from './crd/canary-analysis.ts';
import { CanaryError } from './errors.ts';
import { parseGoDuration } from './go-duration.ts';

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

/** The `Set-Cookie` of the canary's cookie, `name=value`: it lasts for `maxAge`. */
export function canarySetCookie(cookie: string, affinity: SessionAffinity): string {
  return setCookie(cookie, affinity.maxAge || DEFAULT_MAX_AGE_S, affinity);
}

/** The `Set-Cookie` of the primary's cookie: it lasts for one analysis interval, in whole seconds. @throws CanaryError Invalid where the interval is no duration */
export function primarySetCookie(cookie: string, affinity: SessionAffinity, { spec }: Canary): string {
  const interval = spec.analysis.interval ?? '';
  const ms = parseGoDuration(interval);
  if (ms === undefined) {
    throw new CanaryError('Invalid', 'never', `spec.analysis.interval "${interval}" is no duration such as 30s or 1m; sessionAffinity.primaryCookieName needs one`);
  }
  return setCookie(cookie, Math.trunc(ms / 1000), affinity);
}

/** The `Set-Cookie` that makes a browser forget a cookie. */
export function forgetCookie(cookie: string): string {
  return `${cookie}; Max-Age=-1`;
}

/** A regular expression for `Cookie` headers that carry a cookie, `name=value`. @source flagger pkg/router */
export function cookiePattern(cookie: string): string {
  const [name = '', value = ''] = cookie.split('=');
  return `.*${name}.*${value}.*`;
}
