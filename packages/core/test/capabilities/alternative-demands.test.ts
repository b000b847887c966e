import { describe, expect, it } from '@jest/globals';
import type { AnalysisMatch, ProviderCapabilities } from '@flagger/sdk';
import { unmetDemands } from '../../src/index.ts';
import type { UnmetDemand } from '../../src/index.ts';

const base: ProviderCapabilities = {
  weights: true, mirroring: 'always', matches: ['headers', 'cookies', 'queryParams'], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
};
const a = { headers: { 'x-a': { exact: '1' } } };
const b = { headers: { 'x-b': { exact: '1' } } };
const cookie = { headers: { cookie: { exact: 'c' } } };
const both = { headers: { ...a.headers, ...b.headers } };
const ANY = 'spec.analysis.match[1]: provider mine can\'t let in by any one of several matches (best can)';

function unmet(match: readonly AnalysisMatch[], changes: Partial<ProviderCapabilities>): readonly UnmetDemand[] {
  const spec = { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, analysis: { iterations: 1, match } };
  return unmetDemands(spec, { name: 'mine', capabilities: { ...base, ...changes }, loaded: [{ names: ['best'], capabilities: base }] });
}

describe('several matches', () => {
  it.each<[string, ProviderCapabilities['alternatives'] & string, readonly AnalysisMatch[], readonly string[]]>([
    ['one of two headers', 'all', [a, b], [ANY]],
    ['one of two headers', 'last', [a, b], [ANY]],
    ['two headers at once', 'last', [both], ["spec.analysis.match[0]: provider mine can't ask for several conditions at once (best can)"]],
    ['a header and a cookie at once, as one of two', 'last', [a, { headers: { ...b.headers, ...cookie.headers } }], [ANY, "spec.analysis.match[1]: provider mine can't ask for several conditions at once (best can)"]],
  ])('that a provider puts together in its own way is told: %s where %s count', (_what, alternatives, match, told) => {
    expect(unmet(match, { alternatives })).toEqual(told.map(message => ({ field: message.split(': ')[0], message, outcome: 'ignored' })));
  });

  it.each<[string, Partial<ProviderCapabilities>, readonly AnalysisMatch[]]>([
    ['each by itself', {}, [a, both, cookie]],
    ['one match', { alternatives: 'all' }, [both]],
    ['one header and one cookie', { alternatives: 'last' }, [a, cookie]],
  ])('are as they are written: %s', (_what, changes, match) => {
    expect(unmet(match, changes)).toEqual([]);
  });

  it('are no matter where nothing can be matched at all', () => {
    expect(unmet([a, both], { matches: [] }).map(({ field }) => field)).toEqual(['spec.analysis.match[0].headers']);
    expect(unmet([a, both], { weights: false }).map(({ outcome }) => outcome)).toEqual(['degraded']);
  });
});
