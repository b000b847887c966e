import { describe, expect, it } from '@jest/globals';
import { canarySetCookie, cookiePattern, forgetCookie, primarySetCookie } from '@flagger/sdk';
import type { Canary, SessionAffinity } from '@flagger/sdk';

const canary = (interval?: string): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'web' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, analysis: { ...(interval !== undefined && { interval }) } },
});

describe('session cookies', () => {
  it.each<[Partial<SessionAffinity>, string]>([
    [{}, 'Max-Age=86400'],
    [{ maxAge: 0 }, 'Max-Age=86400'],
    [{ maxAge: 600, domain: 'a.example', httpOnly: true, partitioned: true, path: '/', sameSite: 'Lax', secure: true }, 'Max-Age=600; Domain=a.example; HttpOnly; Partitioned; Path=/; SameSite=Lax; Secure'],
    [{ httpOnly: false, secure: true }, 'Max-Age=86400; Secure'],
  ])('of the canary with %j are set with %s', (affinity, attributes) => {
    expect(canarySetCookie('c=abc', { cookieName: 'c', ...affinity })).toBe(`c=abc; ${attributes}`);
  });

  it.each([['10s', 10], ['1m30s', 90], ['1500ms', 1]])('of the primary last for an interval of %s', (interval, seconds) => {
    expect(primarySetCookie('p=abc', { cookieName: 'c', maxAge: 600, path: '/' }, canary(interval))).toBe(`p=abc; Max-Age=${seconds}; Path=/`);
  });

  it.each([[undefined, ''], ['soon', 'soon']])('of the primary need an interval, not %p', (interval, told) => {
    expect(() => primarySetCookie('p=abc', { cookieName: 'c' }, canary(interval))).toThrow(`spec.analysis.interval "${told}" is no duration such as 30s or 1m; sessionAffinity.primaryCookieName needs one`);
  });

  it('are recognised by name and value, and forgotten without attributes', () => {
    expect(cookiePattern('flagger-cookie=abc')).toBe('.*flagger-cookie.*abc.*');
    expect(forgetCookie('flagger-cookie=abc')).toBe('flagger-cookie=abc; Max-Age=-1');
  });
});
