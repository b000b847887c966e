import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CanaryService } from '@flagger/sdk';
import type { SampleFields } from '@flagger/testkit';
import { renderHttpRoute, V1, V1BETA1 } from '../src/index.ts';
import type { RouteRule } from '../src/gateway-api-types.ts';
import type { GatewayApiVersion } from '../src/gateway-api-versions.ts';
import { readTraffic } from '../src/read-traffic.ts';
import { split, START, subject } from './subject.ts';

const render = (fields: SampleFields, traffic = START, version: GatewayApiVersion = V1) => renderHttpRoute(subject(fields), traffic, { version, ownerReferences: true });
const rules = (...args: Parameters<typeof render>): readonly RouteRule[] => render(...args).spec.rules ?? [];
const filters = (service: Partial<CanaryService>, version: GatewayApiVersion = V1) => rules({ service }, START, version)[0]?.filters;

const ROOT = { type: 'PathPrefix', value: '/' };
const service = (role: string) => ({ group: '', kind: 'Service', name: `podinfo-${role}`, port: 80 });
const affinity = { cookieName: 'sticky', primaryCookieName: 'main', maxAge: 600 };
const cookies = { sessionAffinityCookie: 'sticky=abc', primarySessionAffinityCookie: 'main=def' };
const sticky: SampleFields = { analysis: { interval: '1m', stepWeight: 30, sessionAffinity: affinity }, status: cookies };
const setCookie = (value: string) => ({ type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'Set-Cookie', value }] } });

describe('parents and hosts', () => {
  it('a parent is a Gateway unless it says what else', () => {
    const gatewayRefs = [{ name: 'gw', sectionName: 'https' }, { group: 'core', kind: 'Service', name: 'podinfo', namespace: 'test', port: 80 }];
    expect(render({ service: { gatewayRefs, hosts: [] } }).spec).toMatchObject({ parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'gw', sectionName: 'https' }, gatewayRefs[1]] });
    expect(render({ service: { hosts: [] } }).spec).not.toHaveProperty('hostnames');
  });

  it('without a parent there is no route', () => {
    expect(() => render({ service: { gatewayRefs: [] } })).toThrow('spec.service.gatewayRefs is empty; the Gateway API needs at least one parent for its HTTPRoute');
  });
});

describe('the host *', () => {
  it('takes requests for every host', () => {
    expect(render({ service: { hosts: ['app.example.com', '*'] } }).spec).not.toHaveProperty('hostnames');
  });
});

describe('matches', () => {
  const matches = (match: CanaryService['match']) => rules({ service: { match: match ?? [] } })[0]?.matches;

  it.each([
    [{ uri: { prefix: '/a' } }, { path: { type: 'PathPrefix', value: '/a' } }],
    [{ uri: { exact: '/a' } }, { path: { type: 'Exact', value: '/a' } }],
    [{ uri: { regex: '/a.*' } }, { path: { type: 'RegularExpression', value: '/a.*' } }],
    [{ method: { exact: 'GET' }, uri: { prefix: '/' } }, { path: ROOT, method: 'GET' }],
    [{ queryParams: { v: { regex: '2+' } } }, { path: ROOT, queryParams: [{ type: 'RegularExpression', name: 'v', value: '2+' }] }],
  ])('%j is %j', (given, expected) => {
    expect(matches([given])).toEqual([expected]);
  });

  it('without a path get the one that the API server fills in', () => {
    expect(matches([{ headers: { a: { exact: 'b' } } }])).toEqual([{ path: ROOT, headers: [{ type: 'Exact', name: 'a', value: 'b' }] }]);
  });

  it('headers are sorted by name', () => {
    expect(matches([{ headers: { b: { exact: '2' }, a: { regex: '1' } } }])?.[0]?.headers?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('that say nothing an HTTPRoute knows are left out', () => {
    expect(matches([{ scheme: { exact: 'https' } }, { uri: { prefix: '/a' } }])).toEqual([{ path: { type: 'PathPrefix', value: '/a' } }]);
    expect(matches([{ sourceLabels: { app: 'front' } }])).toEqual([{ path: ROOT }]);
  });

  it.each([
    [{ uri: {} }, "spec.service.match[0].uri can't be said in an HTTPRoute; allowed is exact, prefix or regex, and not empty"],
    [{ method: { regex: 'G.*' } }, "spec.service.match[0].method can't be said"],
    [{ headers: { a: { prefix: 'b' } } }, "spec.service.match[0].headers.a can't be said in an HTTPRoute; allowed is exact or regex, and not empty"],
    [{ queryParams: { a: { suffix: 'b' } } }, "spec.service.match[0].queryParams.a can't be said"],
  ])("%j can't be said", (match, message) => {
    expect(() => matches([match])).toThrow(message);
  });
});

describe('A/B testing', () => {
  const insider = { headers: { 'x-canary': { exact: 'insider' } } };
  const insiderMatch = [{ type: 'Exact', name: 'x-canary', value: 'insider' }];

  it('pairs each match of the analysis with each of the service, and leaves others on the primary', () => {
    const match = [{ uri: { prefix: '/a' }, headers: { own: { exact: '1' } } }, { uri: { prefix: '/b' } }];
    const [testers, others] = rules({ service: { match, timeout: '5s' }, analysis: { iterations: 2, match: [insider, { queryParams: { v: { exact: '2' } } }] } }, split(100));
    const own = [{ type: 'Exact', name: 'own', value: '1' }];
    const query = [{ type: 'Exact', name: 'v', value: '2' }];
    const path = (value: string) => ({ path: { type: 'PathPrefix', value } });
    expect(testers?.matches).toEqual([
      { ...path('/a'), headers: insiderMatch }, { ...path('/b'), headers: insiderMatch },
      { ...path('/a'), headers: own, queryParams: query }, { ...path('/b'), queryParams: query },
    ]);
    expect(others).toEqual({ matches: [{ ...path('/a'), headers: own }, path('/b')], timeouts: { request: '5s' }, backendRefs: [{ ...service('primary'), weight: 100 }] });
  });

  it.each([
    [{ sourceLabels: { app: 'front' } }, 'spec.analysis.match[0] has neither headers nor queryParams'],
    [{ headers: { a: { prefix: 'b' } } }, "spec.analysis.match[0].headers.a can't be said"],
  ])("testers that can't be said are no reason to send everybody to the canary: %j", (match, message) => {
    expect(() => render({ analysis: { iterations: 2, match: [match] } })).toThrow(message);
  });

  it('neither mirrors nor has sticky sessions', () => {
    expect(rules({ ...sticky, analysis: { ...sticky.analysis, match: [insider] } }, split(30, true))).toEqual([
      { matches: [{ path: ROOT, headers: insiderMatch }], backendRefs: [{ ...service('primary'), weight: 70 }, { ...service('canary'), weight: 30 }] },
      { matches: [{ path: ROOT }], backendRefs: [{ ...service('primary'), weight: 100 }] },
    ]);
  });
});

describe('filters', () => {
  it('come in order', () => {
    const all = filters({
      headers: { request: { add: { b: '2', a: '1' }, set: { c: '3' }, remove: ['z', 'd'] }, response: { remove: ['server'] } },
      rewrite: { uri: '/v2', authority: 'x.example' }, mirror: [{ backendRef: { name: 'audit', namespace: 'ops', port: 80 } }, { backendRef: { name: 'copy' } }],
      corsPolicy: { allowOrigin: ['https://a.example'], allowMethods: ['GET'], maxAge: '24h', allowCredentials: true },
    });
    expect(all).toEqual([
      { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }], set: [{ name: 'c', value: '3' }], remove: ['z', 'd'] } },
      { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['server'] } },
      { type: 'URLRewrite', urlRewrite: { hostname: 'x.example', path: { type: 'ReplaceFullPath', replaceFullPath: '/v2' } } },
      { type: 'RequestMirror', requestMirror: { backendRef: { group: '', kind: 'Service', name: 'audit', namespace: 'ops', port: 80 } } },
      { type: 'RequestMirror', requestMirror: { backendRef: { group: '', kind: 'Service', name: 'copy' } } },
      { type: 'CORS', cors: { allowOrigins: ['https://a.example'], allowMethods: ['GET'], allowCredentials: true, maxAge: 86400 } },
    ]);
  });

  it.each([
    [{ uri: '/v2', type: 'ReplacePrefixMatch' }, { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2' } }],
    [{ uri: '/v2', type: 'anything' }, { path: { type: 'ReplaceFullPath', replaceFullPath: '/v2' } }],
    [{ authority: 'x.example' }, { hostname: 'x.example' }],
  ])('the rewrite %j is %j', (rewrite, urlRewrite) => {
    expect(filters({ rewrite })).toEqual([{ type: 'URLRewrite', urlRewrite }]);
  });

  it.each([['1d'], [''], ['0s'], ['500ms']])('a maximum age of "%s" is that of the API server; origins that are no plain texts are left out', maxAge => {
    expect(filters({ corsPolicy: { allowOrigins: [{ exact: 'https://a.example' }], allowHeaders: ['h'], exposeHeaders: ['e'], allowCredentials: false, maxAge } })).toEqual([
      { type: 'CORS', cors: { allowHeaders: ['h'], exposeHeaders: ['e'], maxAge: 5 } },
    ]);
  });

  it.each(['add', 'set'])('an empty value to %s is refused', operation => {
    expect(() => filters({ headers: { response: { [operation]: { 'x-a': '' } } } })).toThrow(`spec.service.headers.response.${operation}.x-a can't be said in an HTTPRoute; allowed is a value, and not empty`);
  });

  it('a mirror comes last', () => {
    const mirror = [{ backendRef: { name: 'audit', port: 80 } }];
    const [rule] = rules({ service: { mirror }, analysis: { iterations: 2, mirror: true } }, split(0, true));
    expect(rule?.filters?.map(filter => filter.type === 'RequestMirror' && filter.requestMirror.backendRef.name)).toEqual(['audit', 'podinfo-canary']);
  });
});

describe('versions', () => {
  const fields: SampleFields = { ...sticky, service: { timeout: '5s', backendTimeout: '2s', corsPolicy: { allowMethods: ['GET'] } } };

  it('v1 has timeouts, CORS and a cookie for the primary', () => {
    expect(rules(fields, split(30)).at(-1)).toMatchObject({ timeouts: { request: '5s', backendRequest: '2s' }, filters: [{ type: 'CORS' }] });
    expect(rules(fields, split(30))).toHaveLength(3);
  });

  it('v1beta1 has not', () => {
    const all = rules(fields, split(30), V1BETA1);
    expect(all).toHaveLength(2);
    expect(all[1]).toEqual({ matches: [{ path: ROOT }], backendRefs: [{ ...service('primary'), weight: 70 }, { ...service('canary'), weight: 30, filters: [setCookie('sticky=abc; Max-Age=600')] }] });
  });
});

describe('session affinity', () => {
  it('keeps users where they are, and hands cookies out', () => {
    const [canary, primary, weighted] = rules(sticky, split(30));
    expect([canary, primary].map(rule => rule?.matches?.[0]?.headers?.[0]?.value)).toEqual(['.*sticky.*abc.*', '.*main.*def.*']);
    expect([canary, primary].map(rule => rule?.backendRefs?.map(({ weight }) => weight))).toEqual([[0, 100], [100, 0]]);
    expect(weighted?.backendRefs).toEqual([
      { ...service('primary'), weight: 70, filters: [setCookie('main=def; Max-Age=60')] }, { ...service('canary'), weight: 30, filters: [setCookie('sticky=abc; Max-Age=600')] },
    ]);
  });

  it('a cookie takes the place of the headers of each match of the service', () => {
    const match = [{ uri: { prefix: '/a' }, headers: { own: { exact: '1' } } }, { method: { exact: 'GET' } }];
    const cookie = [{ type: 'RegularExpression', name: 'Cookie', value: '.*sticky.*abc.*' }];
    expect(rules({ ...sticky, service: { match } }, split(30))[0]?.matches).toEqual([{ path: { type: 'PathPrefix', value: '/a' }, headers: cookie }, { path: ROOT, method: 'GET', headers: cookie }]);
  });

  it('takes the cookie back when the canary has no traffic', () => {
    const headers = { response: { set: { a: 'b' } } };
    const over: SampleFields = { ...sticky, service: { headers }, status: { previousSessionAffinityCookie: 'sticky=abc' } };
    const own = { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'a', value: 'b' }] } };
    const both = { type: own.type, responseHeaderModifier: { ...own.responseHeaderModifier, add: [{ name: 'Set-Cookie', value: 'sticky=abc; Max-Age=-1' }] } };
    expect(rules(over).map(rule => rule.filters)).toEqual([[both], [own]]);
  });

  it.each([[START, sticky], [split(30), { ...sticky, status: {} }]])('without a cookie to forget or to hand out there is one rule', (traffic, fields) => {
    expect(rules(fields, traffic)).toHaveLength(1);
  });

  it('mirrors the weighted rule alone', () => {
    const all = rules({ ...sticky, status: { previousSessionAffinityCookie: 'sticky=abc' } }, split(0, true));
    expect(all.map(rule => rule.filters?.some(({ type }) => type === 'RequestMirror'))).toEqual([false, true]);
  });

  it('a primary cookie needs an interval', () => {
    expect(() => rules({ ...sticky, analysis: { stepWeight: 1, sessionAffinity: affinity } }, split(30))).toThrow('spec.analysis.interval "" is no duration');
  });
});

describe('any split', () => {
  const fields = fc.constantFrom<SampleFields>({}, sticky, { analysis: { iterations: 2, mirror: true } }, { service: { mirror: [{ backendRef: { name: 'podinfo-canary' } }] } });

  it('is read back as it was written', () => {
    fc.assert(fc.property(fields, fc.integer({ min: 0, max: 100 }), fc.boolean(), fc.constantFrom(V1, V1BETA1), (given, canary, mirrored, version) => {
      const traffic = split(canary, mirrored);
      expect(readTraffic(render(given, traffic, version), subject(given).canary)).toEqual(traffic);
    }));
  });

  it('is written the same each time', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 2, maxLength: 5 });
    const valueOf = (list: readonly string[]) => Object.fromEntries(list.map(name => [name, { exact: name }]));
    fc.assert(fc.property(names, list => {
      const given = (order: readonly string[]): SampleFields => ({ service: { match: [{ headers: valueOf(order), queryParams: valueOf(order) }] } });
      expect(render(given(list))).toEqual(render(given(list.toReversed())));
    }));
  });
});
