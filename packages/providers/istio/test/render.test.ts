import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpMatch } from '@flagger/sdk';
import { renderDestinationRule, renderVirtualService } from '../src/index.ts';
import { mergeMatches } from '../src/merge-matches.ts';
import { START, split, subject } from './subject.ts';
import type { SubjectFields } from './subject.ts';

/** What real Flagger wrote for the same canaries. */
const recorded = JSON.parse(readFileSync(new URL('golden/recorded.json', import.meta.url), 'utf8')) as Record<string, unknown>;
const render = (fields: SubjectFields, traffic = START) => renderVirtualService(subject(fields), traffic, true).spec;
const route = (primary: number, canary: number) => [
  { destination: { host: 'podinfo-primary' }, weight: primary },
  { destination: { host: 'podinfo-canary' }, weight: canary },
];

const fullService: SubjectFields['service'] = {
  name: 'shop', gateways: ['istio-system/public-gateway', 'mesh'], hosts: ['shop.example.com'], match: [{ uri: { prefix: '/api' }, headers: { 'x-a': { exact: 'b' } } }],
  rewrite: { uri: '/v2' }, retries: { attempts: 3, perTryTimeout: '1s', retryOn: '5xx' }, timeout: '30s',
  headers: { request: { add: { 'x-from': 'mesh' } }, response: { remove: ['server'] } },
  corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], allowMethods: ['GET'], allowCredentials: false, allowHeaders: ['x-some'], maxAge: '24h' },
  trafficPolicy: { tls: { mode: 'DISABLE' }, connectionPool: { http: { http1MaxPendingRequests: 10 } }, outlierDetection: { consecutive5xxErrors: 5 } },
  apex: { labels: { tier: 'apex' }, annotations: { note: 'apex' } },
};
const insiders = [{ headers: { 'x-canary': { exact: 'insider' } } }, { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }];
const affinity = { cookieName: 'flagger-cookie', primaryCookieName: 'primary-cookie', maxAge: 600, httpOnly: true, sameSite: 'Lax' } as const;
const cookies = { sessionAffinityCookie: 'flagger-cookie=AbCdEfGhIj', primarySessionAffinityCookie: 'primary-cookie=KlMnOpQrSt' };
const sticky: SubjectFields = { analysis: { interval: '10s', stepWeight: 30, sessionAffinity: affinity }, status: cookies };

describe('as real Flagger writes', () => {
  it.each<[string, SubjectFields, ReturnType<typeof split>]>([
    ['plain', {}, START],
    ['weight 20', {}, split(20)],
    ['full service', { service: fullService }, START],
    ['delegation', { service: { delegation: true } }, START],
    ['A/B at rest', { analysis: { iterations: 3, match: insiders } }, START],
    ['A/B running', { analysis: { iterations: 3, match: insiders } }, split(100)],
    ['mirror', { analysis: { stepWeight: 50, mirror: true, mirrorWeight: 40 } }, split(0, true)],
    ['sticky at 30', sticky, split(30)],
    ['sticky, given up', { ...sticky, status: { previousSessionAffinityCookie: cookies.sessionAffinityCookie } }, START],
  ])('%s', (name, fields, traffic) => {
    expect(render(fields, traffic)).toEqual(recorded[name]);
  });

  it('destination rules carry the traffic policy as written', () => {
    expect(renderDestinationRule(subject({ service: fullService }).canary, 'canary', true).spec).toEqual(recorded['full service destination rule']);
    expect(renderDestinationRule(subject().canary, 'primary', false)).toEqual({
      apiVersion: 'networking.istio.io/v1beta1', kind: 'DestinationRule', metadata: { name: 'podinfo-primary', namespace: 'test' }, spec: { host: 'podinfo-primary' },
    });
  });
});

describe('hosts and gateways', () => {
  it.each<[string, SubjectFields['service'], object]>([
    ['the apex is added', { hosts: ['a.example'] }, { hosts: ['a.example', 'podinfo'], gateways: ['mesh'] }],
    ['but not twice', { hosts: ['podinfo'] }, { hosts: ['podinfo'] }],
    ['nor beside *', { hosts: ['*'], gateways: ['gw'] }, { hosts: ['*'], gateways: ['gw'] }],
  ])('%s', (_, service, expected) => {
    expect(render({ service: service ?? {} })).toMatchObject(expected);
  });

  it('a delegate with hosts of its own is refused', () => {
    expect(() => render({ service: { delegation: true, hosts: ['a'] } })).toThrow('cannot have hosts and gateways when spec.service.delegation is true');
  });

  it.each([
    [{ portDiscovery: true, gateways: ['infra/public'] }, { port: { number: 80 } }],
    [{ portDiscovery: true, delegation: true }, { port: { number: 80 } }],
    [{ portDiscovery: true, gateways: ['mesh', 'infra/public'] }, {}],
    [{ portDiscovery: true }, {}],
    [{ gateways: ['infra/public'] }, {}],
  ])('with %j destinations have %j', (service, port) => {
    expect(render({ service }).http?.[0]?.route[0]?.destination).toEqual({ host: 'podinfo-primary', ...port });
  });
});

describe('TCP', () => {
  it('splits by weight and ignores what only HTTP has', () => {
    const service = { appProtocol: 'TCP', match: [{ port: 9000, uri: { prefix: '/' } }], timeout: '5s' };
    expect(render({ service, analysis: { stepWeight: 10, match: insiders } }, split(40, true))).toEqual({
      hosts: ['podinfo'], gateways: ['mesh'], tcp: [{ match: [{ port: 9000 }], route: route(60, 40) }],
    });
  });
});

describe('session affinity', () => {
  it('without a cookie of the primary there are two routes', () => {
    const { primaryCookieName: _name, ...canaryOnly } = affinity;
    const http = render({ ...sticky, analysis: { stepWeight: 30, sessionAffinity: canaryOnly } }, split(30)).http;
    expect(http).toHaveLength(2);
    expect(http?.[1]?.route[0]).toEqual({ destination: { host: 'podinfo-primary' }, weight: 70 });
  });

  it('the order to forget stands on the sticky route alone', () => {
    const http = render({ ...sticky, service: { headers: { response: { add: { 'x-own': '1' } } } }, status: { previousSessionAffinityCookie: cookies.sessionAffinityCookie } }).http;
    expect(http?.[0]?.headers?.response?.add).toEqual({ 'x-own': '1', 'Set-Cookie': 'flagger-cookie=AbCdEfGhIj; Max-Age=-1' });
    expect(http?.[1]?.headers?.response?.add).toEqual({ 'x-own': '1' });
  });

  it('with nothing to forget there is one route', () => {
    expect(render({ ...sticky, status: {} }).http).toEqual([{ route: route(100, 0) }]);
  });

  it('mirrors the weighted route', () => {
    const http = render({ ...sticky, analysis: { ...sticky.analysis, mirror: true } }, split(30, true)).http;
    expect(http?.map(entry => entry.mirror !== undefined)).toEqual([false, false, true]);
  });

  it('every attribute of the cookie, in order', () => {
    const all = { ...affinity, domain: 'd', partitioned: true, path: '/', secure: true };
    const http = render({ ...sticky, analysis: { interval: '1m', stepWeight: 1, sessionAffinity: all } }, split(1)).http;
    expect(http?.[2]?.route.map(({ headers }) => headers?.response?.add?.['Set-Cookie'])).toEqual([
      'primary-cookie=KlMnOpQrSt; Max-Age=60; Domain=d; HttpOnly; Partitioned; Path=/; SameSite=Lax; Secure',
      'flagger-cookie=AbCdEfGhIj; Max-Age=600; Domain=d; HttpOnly; Partitioned; Path=/; SameSite=Lax; Secure',
    ]);
  });

  it("an interval that is no duration is refused where the primary's cookie needs it", () => {
    expect(() => render({ ...sticky, analysis: { interval: 'soon', sessionAffinity: affinity } }, split(1))).toThrow('spec.analysis.interval "soon" is no duration');
  });
});

describe('metadata', () => {
  const metadata = (service: SubjectFields['service'], owner = true) => renderVirtualService(subject({ service: service ?? {} }), START, owner).metadata;

  it('has the selector label only where service.apex is set', () => {
    expect(metadata({})).not.toHaveProperty('labels');
    expect(metadata({ apex: {} }).labels).toEqual({ app: 'podinfo' });
    expect(metadata(fullService).labels).toEqual({ tier: 'apex', app: 'shop' });
  });

  it('is owned by the canary, unless it lives in another cluster', () => {
    expect(metadata({}).ownerReferences).toHaveLength(1);
    expect(metadata({}, false)).not.toHaveProperty('ownerReferences');
  });
});

describe('properties', () => {
  const matches = fc.array(fc.record({ uri: fc.record({ prefix: fc.string({ minLength: 1 }) }), headers: fc.constant({ a: { exact: 'b' } }) }), { maxLength: 3 });

  it('the weighted route says the split, and rendering twice gives the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), matches, fc.boolean(), (canary, match, mirrored) => {
        const fields = { service: { match } };
        const once = render(fields, split(canary, mirrored));
        expect(render(fields, split(canary, mirrored))).toEqual(once);
        expect(once.http?.at(-1)?.route.map(({ weight }) => weight)).toEqual([100 - canary, canary]);
      }),
    );
  });

  it('merging gives every pair, and keeps the rest of the service match', () => {
    fc.assert(
      fc.property(matches, service => {
        const merged: readonly HttpMatch[] = mergeMatches(insiders, service);
        expect(merged).toHaveLength(insiders.length * Math.max(1, service.length));
        expect(merged.every(({ headers }) => headers !== undefined && !('a' in headers))).toBe(true);
      }),
    );
  });
});
