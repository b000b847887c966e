import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LabelSelector, PodSpec, PodTerm } from '../../src/objects/pod-template.ts';
import { primaryAffinity } from '../../src/template/affinity.ts';

const RULE = { targetName: 'podinfo', labelKeys: ['app', 'name'] };
const term = (labelSelector: LabelSelector): PodTerm & { topologyKey: string } => ({ topologyKey: 'kubernetes.io/hostname', labelSelector });
const inApp = (...values: string[]): LabelSelector => ({ matchExpressions: [{ key: 'app', operator: 'In', values }] });
const required = (selector: LabelSelector): PodSpec => ({
  containers: [],
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(selector)] } },
});

describe('primaryAffinity', () => {
  it.each<[string, LabelSelector, LabelSelector]>([
    ['a value equal to the target\'s name', inApp('podinfo'), inApp('podinfo-primary')],
    ['only the first such value', inApp('x', 'podinfo', 'podinfo'), inApp('x', 'podinfo-primary', 'podinfo')],
    ['no other value', inApp('podinfo-canary'), inApp('podinfo-canary')],
    ['a matching label', { matchLabels: { app: 'podinfo', tier: 'podinfo' } }, { matchLabels: { app: 'podinfo-primary', tier: 'podinfo' } }],
    ['a label of another key of the list', { matchLabels: { name: 'podinfo' } }, { matchLabels: { name: 'podinfo-primary' } }],
    [
      'no expression about another label',
      { matchExpressions: [{ key: 'tier', operator: 'In', values: ['podinfo'] }] },
      { matchExpressions: [{ key: 'tier', operator: 'In', values: ['podinfo'] }] },
    ],
    ['no expression without values', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, { matchExpressions: [{ key: 'app', operator: 'Exists' }] }],
  ])('rewrites %s', (_, before, after) => {
    expect(primaryAffinity(required(before), RULE)).toEqual(required(after));
    const spread = { containers: [], topologySpreadConstraints: [term(before)] };
    expect(primaryAffinity(spread, RULE)).toEqual({ containers: [], topologySpreadConstraints: [term(after)] });
    const preferred = (selector: LabelSelector): PodSpec => ({
      containers: [],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: term(selector) }] } },
    });
    expect(primaryAffinity(preferred(before), RULE)).toEqual(preferred(after));
  });

  it('leaves pod affinity and node affinity alone', () => {
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(inApp('podinfo'))] }, nodeAffinity: { a: 1 } };
    const spec = { containers: [], affinity: { ...affinity, podAntiAffinity: {} } };
    expect(primaryAffinity(spec, RULE)).toEqual(spec);
  });

  it('changes no spec that does not name the target, and keeps every other field', () => {
    const word = fc.constantFrom('web', 'podinfo-canary', 'x');
    const selector: fc.Arbitrary<LabelSelector> = fc.record({
      matchLabels: fc.dictionary(fc.constantFrom('app', 'name', 'tier'), word),
      matchExpressions: fc.array(fc.record({ key: fc.constantFrom('app', 'tier'), operator: fc.constant('In'), values: fc.array(word) })),
    });
    fc.assert(fc.property(selector, fc.jsonValue(), (labelSelector, extra) => {
      const spec = { ...required(labelSelector), extra };
      expect(primaryAffinity(spec, RULE)).toEqual(spec);
    }));
  });

  it('changes nothing once more', () => {
    const value = fc.constantFrom('podinfo', 'web');
    fc.assert(fc.property(fc.uniqueArray(value), fc.dictionary(fc.constantFrom('app', 'tier'), value), (values, matchLabels) => {
      const once = primaryAffinity(required({ ...inApp(...values), matchLabels }), RULE);
      expect(primaryAffinity(once, RULE)).toEqual(once);
    }));
  });
});
