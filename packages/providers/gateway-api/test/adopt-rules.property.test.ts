import { describe, expect, it } from '@jest/globals';
import type { CanaryAnalysis, Traffic } from '@flagger/sdk';
import { sampleSubject } from '@flagger/testkit';
import { array, assert, constantFrom, integer, property, record, tuple } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { BackendRef, RouteRule } from '../src/gateway-api-types.ts';
import { adoptRules, giveBackRules, V1 } from '../src/index.ts';
import { routeRefTo, split } from './subject.ts';

const ANALYSES: readonly CanaryAnalysis[] = [
  { stepWeight: 10 },
  { iterations: 2, match: [{ headers: { 'x-insider': { exact: 'yes' } } }] },
  { interval: '1m', stepWeight: 10, sessionAffinity: { cookieName: 'sticky', primaryCookieName: 'sticky-primary' } },
];
const status = { sessionAffinityCookie: 'sticky=abc', primarySessionAffinityCookie: 'sticky-primary=def' };

const backend = (name: string, weight: number, port = 80): BackendRef => ({ group: '', kind: 'Service', name, port, weight });
const ruleOf = (name: string, path: string, backendRefs: readonly BackendRef[]): RouteRule => ({ name, matches: [{ path: { type: 'PathPrefix', value: `/${path}` } }], backendRefs });

/** The apex alone, beside backends of others, or not at all. */
const backends: Arbitrary<readonly BackendRef[]> = tuple(constantFrom('alone', 'beside', 'elsewhere'), integer({ min: 1, max: 50 }), integer({ min: 1, max: 50 }), constantFrom(80, 9090)).map(([how, weight, other, port]) => {
  if (how === 'alone') return [backend('podinfo', weight, port)];
  return how === 'beside' ? [backend('other', other), backend('podinfo', weight * 100, port)] : [backend('other', other)];
});
const rules: Arbitrary<readonly RouteRule[]> = array(backends, { minLength: 0, maxLength: 4 })
  .map(each => [ruleOf('always', 'always', [backend('podinfo', 1)]), ...each.map((refs, at) => ruleOf(`rule-${at}`, `path-${at}`, refs))]);
const run = record({ analysis: constantFrom(...ANALYSES), percents: array(integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 }) });

function adopt(live: readonly RouteRule[], analysis: CanaryAnalysis, traffic: Traffic): readonly RouteRule[] {
  const { canary } = sampleSubject({ analysis, status, spec: { routeRef: routeRefTo(V1) } });
  return adoptRules(live, { canary, ref: { kind: 'HTTPRoute', name: 'shop', field: 'spec.routeRef' }, traffic, version: V1 });
}

describe('any rules of a user', () => {
  it('come back as they were, whatever splits there were', () => {
    assert(property(rules, run, (original, { analysis, percents }) => {
      const live = percents.reduce((each, percent) => adopt(each, analysis, split(percent, percent % 2 === 0)), original);
      const { canary } = sampleSubject({ analysis });
      expect(giveBackRules(live, canary)).toEqual(original);
    }));
  });

  it('are the same after the same split, by whatever way', () => {
    assert(property(rules, run, (original, { analysis, percents }) => {
      const [last = 0] = percents.slice(-1);
      const live = percents.reduce((each, percent) => adopt(each, analysis, split(percent)), original);
      expect(live).toEqual(adopt(original, analysis, split(last)));
      expect(adopt(live, analysis, split(last))).toEqual(live);
    }));
  });

  it('lead to the same port as before, also with what was added and with mirrors', () => {
    assert(property(rules, run, (original, { analysis, percents: [percent = 0] }) => {
      const portsOf = (each: readonly RouteRule[]): ReadonlySet<string> => new Set(each.flatMap(({ matches, backendRefs = [], filters = [] }) => [
        ...backendRefs, ...filters.flatMap(filter => (filter.type === 'RequestMirror' ? [filter.requestMirror.backendRef] : [])),
      ].filter(({ name }) => name !== 'other').map(({ port }) => `${matches?.[0]?.path?.value} ${port}`)));
      expect(portsOf(adopt(original, analysis, split(percent, true)))).toEqual(portsOf(original));
    }));
  });

  it('that lead somewhere else stay as they are', () => {
    assert(property(rules, run, (original, { analysis, percents: [percent = 0] }) => {
      const foreign = original.filter(({ backendRefs = [] }) => backendRefs.every(({ name }) => name !== 'podinfo'));
      expect(adopt(original, analysis, split(percent))).toEqual(expect.arrayContaining([...foreign]));
    }));
  });
});
