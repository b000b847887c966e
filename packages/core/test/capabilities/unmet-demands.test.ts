import { describe, expect, it } from '@jest/globals';
import type { AnalysisMatch, CanarySpec, ProviderCapabilities } from '@flagger/sdk';
import { assert, property, record, subarray, constantFrom, boolean } from 'fast-check';
import { unmetDemands } from '../../src/index.ts';
import type { AbleProvider, UnmetDemand } from '../../src/index.ts';

const ALL: ProviderCapabilities = {
  weights: true, mirroring: 'always', matches: ['headers', 'cookies', 'queryParams', 'sourceLabels'], affinity: 'canary-and-primary',
  reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
};
const WEIGHTS_ONLY: ProviderCapabilities = { ...ALL, mirroring: 'none', matches: [], affinity: 'none' };
const NOTHING: ProviderCapabilities = { ...WEIGHTS_ONLY, weights: false };
const LOADED: readonly AbleProvider[] = [
  { names: ['plain'], capabilities: WEIGHTS_ONLY }, { names: ['best', 'mesh:v1*'], capabilities: ALL }, { names: ['bare'], capabilities: NOTHING },
];

type Analysis = CanarySpec['analysis'];
const specOf = (analysis: Analysis, more: Partial<CanarySpec> = {}): CanarySpec => ({ targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, analysis, ...more });
const unmet = (analysis: Analysis, capabilities: ProviderCapabilities, more?: Partial<CanarySpec>): readonly UnmetDemand[] =>
  unmetDemands(specOf(analysis, more), { name: 'mine', capabilities, loaded: LOADED });

const EVERYTHING: Analysis = {
  iterations: 3, mirror: true, sessionAffinity: { cookieName: 'c', primaryCookieName: 'p' },
  match: [{ headers: { 'x-a': { exact: 'b' } } }, { headers: { 'x-c': { exact: 'd' }, Cookie: { exact: 'e' } }, queryParams: { q: { exact: '1' } }, sourceLabels: { app: 'f' } }],
};

describe('what a provider can not do', () => {
  it.each<[string, Analysis, ProviderCapabilities, string, string]>([
    ['headers', { iterations: 1, match: [{ headers: { 'x-a': { exact: 'b' } } }] }, { ...ALL, matches: ['cookies'] }, 'spec.analysis.match[0].headers', 'match requests by headers'],
    ['a cookie', { iterations: 1, match: [{ headers: { cookie: { exact: 'b' } } }] }, { ...ALL, matches: ['headers'] }, 'spec.analysis.match[0].headers.cookie', 'match requests by cookies'],
    ['query parameters', { iterations: 1, match: [{ queryParams: { a: { exact: 'b' } } }] }, { ...ALL, matches: ['headers'] }, 'spec.analysis.match[0].queryParams', 'match requests by query parameters'],
    ['labels', { iterations: 1, match: [{ sourceLabels: { a: 'b' } }] }, { ...ALL, matches: ['headers'] }, 'spec.analysis.match[0].sourceLabels', "match requests by the caller's labels"],
    ['an empty match', { iterations: 1, match: [{}] }, WEIGHTS_ONLY, 'spec.analysis.match[0]', 'match requests'],
    ['a match beside weights', { stepWeight: 10, match: [{ headers: { 'x-a': { exact: 'b' } } }] }, WEIGHTS_ONLY, 'spec.analysis.match[0].headers', 'match requests by headers'],
    ['mirroring in iterations', { iterations: 1, mirror: true }, WEIGHTS_ONLY, 'spec.analysis.mirror', 'mirror requests'],
    ['mirroring before steps', { stepWeight: 10, mirror: true }, { ...ALL, mirroring: 'iterations' }, 'spec.analysis.mirror', 'mirror requests before a weighted shift'],
    ['sticky sessions', { stepWeight: 10, sessionAffinity: { cookieName: 'c' } }, WEIGHTS_ONLY, 'spec.analysis.sessionAffinity', 'keep users on the canary by a cookie'],
  ])('%s', (_what, analysis, capabilities, field, ability) => {
    expect(unmet(analysis, capabilities)).toEqual([{ field, message: `${field}: provider mine can't ${ability} (best, mesh:v1 can)`, outcome: 'refused' }]);
    expect(unmet(analysis, ALL)).toEqual([]);
  });

  it('is told once for each ability, in a fixed order', () => {
    expect(unmet(EVERYTHING, WEIGHTS_ONLY).map(({ field }) => field)).toEqual([
      'spec.analysis.match[0].headers', 'spec.analysis.match[1].headers.Cookie', 'spec.analysis.match[1].queryParams', 'spec.analysis.match[1].sourceLabels',
      'spec.analysis.mirror', 'spec.analysis.sessionAffinity', 'spec.analysis.sessionAffinity.primaryCookieName',
    ]);
  });

  it('says so where no provider can', () => {
    const [told] = unmetDemands(specOf({ iterations: 1, mirror: true }), { name: 'plain', capabilities: WEIGHTS_ONLY, loaded: LOADED.slice(0, 1) });
    expect(told?.message).toBe("spec.analysis.mirror: provider plain can't mirror requests (no loaded provider can)");
  });

  it('is nothing where the analysis is skipped', () => {
    expect(unmet(EVERYTHING, NOTHING, { skipAnalysis: true })).toEqual([]);
  });
});

describe("the primary's cookie", () => {
  const analysis = { stepWeight: 10, sessionAffinity: { cookieName: 'c', primaryCookieName: 'p' } };

  it("is left out where there is the canary's", () => {
    const field = 'spec.analysis.sessionAffinity.primaryCookieName';
    expect(unmet(analysis, { ...ALL, affinity: 'canary' })).toEqual([{ field, message: `${field}: provider mine can't keep users on the primary by a cookie (best, mesh:v1 can)`, outcome: 'ignored' }]);
    expect(unmet(analysis, { ...ALL, affinity: 'none' }).map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });
});

describe('ways to compare', () => {
  const matchKinds = { headers: ['exact', 'regex'], cookies: ['exact'], queryParams: ['exact'] } as const;
  const some: ProviderCapabilities = { ...ALL, matchKinds };

  it.each<[string, AnalysisMatch, string, string]>([
    ['a prefix of a header', { headers: { 'x-a': { exact: 'b' }, 'x-c': { prefix: 'd' } } }, 'spec.analysis.match[0].headers.x-c.prefix', 'match requests by headers with prefix'],
    ['a suffix of a header', { headers: { 'x-a': { suffix: 'b' } } }, 'spec.analysis.match[0].headers.x-a.suffix', 'match requests by headers with suffix'],
    ['a cookie by regex', { headers: { cookie: { regex: 'b' } } }, 'spec.analysis.match[0].headers.cookie.regex', 'match requests by cookies with regex'],
    ['a query parameter by regex', { queryParams: { q: { regex: 'b' } } }, 'spec.analysis.match[0].queryParams.q.regex', 'match requests by query parameters with regex'],
  ])('are refused where the provider has them not: %s', (_what, match, field, ability) => {
    expect(unmet({ iterations: 1, match: [match] }, some)).toEqual([{ field, message: `${field}: provider mine can't ${ability} (best, mesh:v1 can)`, outcome: 'refused' }]);
    expect(unmet({ iterations: 1, match: [match] }, ALL)).toEqual([]);
  });

  it.each<[string, AnalysisMatch]>([
    ['what can be compared so', { headers: { 'x-a': { regex: 'b' }, 'x-c': { exact: 'd' } }, queryParams: { q: { exact: 'r' } } }],
    ['a header that is there in any way', { headers: { 'x-a': {} } }],
    ['a cookie in other letters, which is a header like others', { headers: { Cookie: { regex: 'b' } } }],
    ['empty ways, which say nothing', { headers: { 'x-a': { exact: 'b', prefix: '' } } }],
  ])('are run: %s', (_what, match) => {
    expect(unmet({ iterations: 1, match: [match] }, some)).toEqual([]);
  });

  it('are told once, also where the part can not be matched at all', () => {
    expect(unmet({ iterations: 1, match: [{ headers: { 'x-a': { prefix: 'b' }, 'x-c': { prefix: 'd' } } }] }, { ...some, matches: [] }).map(({ field }) => field)).toEqual(['spec.analysis.match[0].headers.x-a.prefix']);
  });
});

describe('without weights', () => {
  it.each<[Analysis, string]>([
    [{ stepWeight: 10 }, 'spec.analysis.stepWeight'],
    [{ stepWeights: [10, 50] }, 'spec.analysis.stepWeights'],
    [{ iterations: 1, match: [{ headers: { 'x-a': { exact: 'b' } } }] }, 'spec.analysis.match[0].headers'],
  ])('%j is run by iterations, with a warning', (analysis, field) => {
    expect(unmet(analysis, { ...ALL, weights: false })).toMatchObject([{ field, outcome: 'degraded' }]);
  });

  it('mirroring and sticky sessions are left out', () => {
    expect(unmet({ iterations: 3, mirror: true, sessionAffinity: { cookieName: 'c' } }, NOTHING).map(({ outcome }) => outcome)).toEqual(['ignored', 'ignored']);
  });
});

describe('over TCP', () => {
  const istio: ProviderCapabilities = { ...ALL, overTcp: { mirroring: 'none', matches: [], affinity: 'none' } };

  it('counts what is left', () => {
    const tcp = { service: { port: 80, appProtocol: 'TCP' } };
    expect(unmet({ stepWeight: 10 }, istio, tcp)).toEqual([]);
    expect(unmet({ iterations: 1, mirror: true }, istio, tcp).map(({ message }) => message)).toEqual([
      "spec.analysis.mirror: provider mine can't mirror requests over TCP (best, mesh:v1 can)",
    ]);
    expect(unmet(EVERYTHING, istio, { service: { port: 80, appProtocol: 'http' } })).toEqual([]);
  });
});

describe('any provider', () => {
  const capabilities = record({
    weights: boolean(), mirroring: constantFrom('none', 'iterations', 'always'), matches: subarray([...ALL.matches]), affinity: constantFrom('none', 'canary', 'canary-and-primary'),
    reconcileBefore: constantFrom('analysis'), readBack: constantFrom('immediate'), requires: constantFrom([]),
  });

  it('refuses no plain canary, and never what a better one degrades', () => {
    assert(property(capabilities, some => {
      expect(unmet({ stepWeight: 10 }, some).filter(({ outcome }) => outcome === 'refused')).toEqual([]);
      const refused = unmet(EVERYTHING, some).filter(({ outcome }) => outcome === 'refused');
      expect(refused.length === 0).toBe(!some.weights || (some.mirroring !== 'none' && some.affinity !== 'none' && some.matches.length === ALL.matches.length));
    }));
  });
});
