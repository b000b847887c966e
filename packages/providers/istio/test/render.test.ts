import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnalysisMatch, HttpMatch } from '@flagger/sdk';
import { renderVirtualService } from '../src/index.ts';
import { mergeMatches } from '../src/merge-matches.ts';
import { START, split, subject } from './subject.ts';
import type { SubjectFields } from './subject.ts';

const render = (fields: SubjectFields, traffic = START) => renderVirtualService(subject(fields), traffic, true).spec;
const route = (primary: number, canary: number) => [
  { destination: { host: 'podinfo-primary' }, weight: primary },
  { destination: { host: 'podinfo-canary' }, weight: canary },
];

const insiders = [{ headers: { 'x-canary': { exact: 'insider' } } }, { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }];
const affinity = { cookieName: 'flagger-cookie', primaryCookieName: 'primary-cookie', maxAge: 600, httpOnly: true, sameSite: 'Lax' } as const;
const cookies = { sessionAffinityCookie: 'flagger-cookie=AbCdEfGhIj', primarySessionAffinityCookie: 'primary-cookie=KlMnOpQrSt' };
const sticky: SubjectFields = { analysis: { interval: '10s', stepWeight: 30, sessionAffinity: affinity }, status: cookies };

describe('hosts and gateways', () => {
  it.each<[string, SubjectFields['service'], object]>([
    ['the apex is added', { hosts: ['a.example'] }, { hosts: ['a.example', 'podinfo'], gateways: ['mesh'] }],
    ['but not twice', { hosts: ['podinfo'] }, { hosts: ['podinfo'] }],
    ['nor beside *', { hosts: ['*'], gateways: ['gw'] }, { hosts: ['*'], gateways: ['gw'] }],
  ])('%s', (_, service, expected) => {
    expect(render({ service: service ?? {} })).toMatchObject(expected);
  });

  it('a delegate with hosts of its own is refused', () => {
    expect(() => render({ service: { name: 'shop', delegation: true, hosts: ['a'] } })).toThrow(
      'reconcileVirtualService failed: VirtualService shop.test cannot have hosts and gateways when delegation enabled',
    );
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

describe('TCP matches', () => {
  it('have a port where the service has one, and nothing else', () => {
    const service = { appProtocol: 'tcp', match: [{ port: 9000 }, { uri: { prefix: '/' } }] };
    expect(render({ service }).tcp?.[0]?.match).toEqual([{ port: 9000 }, {}]);
  });
});

describe('matches', () => {
  const matched = (match: readonly AnalysisMatch[], service: readonly HttpMatch[]) =>
    render({ service: { match: service }, analysis: { iterations: 2, match } }, split(100)).http?.map(route => route.match);

  it('of analysis and service are paired, the analysis outside', () => {
    expect(matched(insiders, [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' }, headers: { own: { exact: '1' } }, ignoreUriCase: false }])).toEqual([
      insiders.flatMap(({ headers }) => [{ uri: { prefix: '/a' }, headers }, { uri: { prefix: '/b' }, headers }]),
      [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' }, headers: { own: { exact: '1' } } }],
    ]);
  });

  it('of the analysis alone are taken as they are', () => {
    expect(matched([{ sourceLabels: { app: 'front' } }], [])).toEqual([[{ sourceLabels: { app: 'front' } }], undefined]);
  });

  it('of A/B testing: the others have the primary alone, with its weight, which is 0 at the end', () => {
    const http = render({ analysis: { iterations: 2, match: insiders } }, split(100)).http;
    expect(http?.map(each => each.route)).toEqual([route(0, 100), route(0, 100).slice(0, 1)]);
  });

  it('by query parameters keep these beside matches of the service', () => {
    const queryParams = { beta: { exact: 'yes' } };
    expect(matched([{ queryParams }], [{ uri: { prefix: '/' } }])?.[0]).toEqual([{ uri: { prefix: '/' }, queryParams }]);
  });
});

describe('options of a route', () => {
  it('have no zeros, as Go writes them', () => {
    const service = {
      rewrite: { uri: '/v2', authority: '', type: 'ReplacePrefixMatch' }, retries: { perTryTimeout: '' }, timeout: '', match: [{ uri: { prefix: '/' }, port: 0 }],
      corsPolicy: { allowCredentials: false, allowHeaders: [], allowMethods: ['GET'] },
    };
    expect(render({ service }).http).toEqual([
      { match: [{ uri: { prefix: '/' } }], rewrite: { uri: '/v2' }, retries: { attempts: 0 }, corsPolicy: { allowMethods: ['GET'] }, route: route(100, 0) },
    ]);
  });

  it('a timeout of no time is left out', () => {
    expect(render({ service: { timeout: '0s', retries: { attempts: 2, perTryTimeout: '0ms' } } }).http).toEqual([{ retries: { attempts: 2 }, route: route(100, 0) }]);
  });

  it('a mirror without a percentage copies all', () => {
    expect(render({ analysis: { stepWeight: 5, mirror: true } }, split(0, true)).http).toEqual([{ route: route(100, 0), mirror: { host: 'podinfo-canary' } }]);
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

  it.each([['90s', 90], ['1m30s', 90], ['1h', 3600], ['2500ms', 2]])("an interval of %s lets the primary's cookie last %d seconds", (interval, seconds) => {
    const http = render({ ...sticky, analysis: { ...sticky.analysis, interval } }, split(1)).http;
    expect(http?.[2]?.route[0]?.headers?.response?.add?.['Set-Cookie']).toContain(`; Max-Age=${seconds};`);
  });

  it('stands back behind A/B testing', () => {
    const http = render({ ...sticky, analysis: { ...sticky.analysis, match: insiders } }, split(100)).http;
    expect(http?.map(({ match }) => match)).toEqual([insiders, undefined]);
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
    expect(metadata({ name: 'shop', apex: { labels: { tier: 'apex' } } }).labels).toEqual({ tier: 'apex', app: 'shop' });
  });

  it('is owned by the canary, unless it lives in another cluster', () => {
    expect(metadata({}).ownerReferences).toHaveLength(1);
    expect(metadata({}, false)).not.toHaveProperty('ownerReferences');
  });
});

describe('properties', () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const matches = fc.array(fc.record({ uri: fc.record({ prefix: fc.string({ minLength: 1 }) }), headers: fc.constant({ a: { exact: 'b' } }) }), { maxLength: 3 });

  it('the weighted route says the split; rendering twice gives the same, and changes no input', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), matches, fc.boolean(), (canary, match, mirrored) => {
        const fields = freeze({ service: { match, retries: { attempts: 1 }, headers: { response: { add: { a: 'b' } } } } });
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
