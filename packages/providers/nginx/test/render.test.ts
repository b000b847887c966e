import { describe, expect, it } from '@jest/globals';
import type { AnalysisMatch, Ingress } from '@flagger/sdk';
import { sampleSubject, splitAt } from '@flagger/testkit';
import fc from 'fast-check';
import { renderCanaryIngress } from '../src/index.ts';
import { readTraffic, splitAnnotations } from '../src/split-annotations.ts';
import { pathTo, source, withIngress } from './nginx-subject.ts';

const canaryWith = (match: readonly AnalysisMatch[] = []) => sampleSubject({ spec: withIngress, analysis: { iterations: 2, ...(match.length > 0 && { match }) } }).canary;
const render = (ingress: Ingress = source, ingressAnnotationsPrefix = 'n') => renderCanaryIngress(canaryWith(), ingress, { ownerReferences: true, ingressAnnotationsPrefix });
const annotated = (annotations: Record<string, string>): Ingress => ({ ...source, metadata: { ...source.metadata, annotations } });
const split = (percent: number, match: readonly AnalysisMatch[] = [], annotations: Record<string, string> = {}) =>
  splitAnnotations(annotations, canaryWith(match), { traffic: splitAt(percent), prefix: 'n' });

describe('a generated Ingress', () => {
  it("has the labels and annotations of the user's, but for those that make a canary of it and kubectl's memory", () => {
    const { metadata } = render(annotated({ 'n/rewrite-target': '/', 'n/canary-by-header': 'old', 'kubectl.kubernetes.io/last-applied-configuration': '{}' }));
    expect(metadata).toMatchObject({ namespace: 'test', name: 'shop-canary', labels: { app: 'podinfo' }, ownerReferences: [{ uid: 'uid-1' }] });
    expect(metadata.annotations).toEqual({
      'n/rewrite-target': '/', 'n/canary': 'true', 'n/canary-weight': '0',
      'kustomize.toolkit.fluxcd.io/reconcile': 'disabled', 'helm.toolkit.fluxcd.io/driftDetection': 'disabled',
    });
  });

  it("can be made of one without labels, and lives without an owner in another cluster", () => {
    const bare = { ...source, metadata: { namespace: 'test', name: 'shop' } };
    const { metadata } = renderCanaryIngress(canaryWith(), bare, { ownerReferences: false, ingressAnnotationsPrefix: 'custom.example' });
    expect(Object.keys(metadata).toSorted()).toEqual(['annotations', 'name', 'namespace']);
    expect(metadata.annotations).toMatchObject({ 'custom.example/canary': 'true', 'custom.example/canary-weight': '0' });
  });

  it('has the canary wherever the apex Service was, and all the rest as it was', () => {
    const tls = [{ hosts: ['a'], secretName: 's' }];
    const rules = [{ host: 'a', http: { paths: [pathTo('podinfo'), pathTo('other', '/x'), pathTo('podinfo', '/y')] } }, { host: 'empty' }, { http: { paths: [{ backend: {} }, pathTo('podinfo')] } }];
    expect(render({ ...source, spec: { ingressClassName: 'nginx', tls, rules } as Ingress['spec'] & object }).spec).toEqual({
      ingressClassName: 'nginx', tls,
      rules: [
        { host: 'a', http: { paths: [pathTo('podinfo-canary'), pathTo('other', '/x'), pathTo('podinfo-canary', '/y')] } },
        { host: 'empty' },
        { http: { paths: [{ backend: {} }, pathTo('podinfo-canary')] } },
      ],
    });
  });

  it.each([
    ['without rules', {}],
    ['with a rule without paths', { rules: [{ host: 'a' }] }],
    ['that leads elsewhere', { rules: [{ http: { paths: [pathTo('other')] } }] }],
  ])('cannot be made of one %s', (_, spec) => {
    expect(() => render({ ...source, spec })).toThrow('backend podinfo not found in ingress shop');
  });
});

describe('the annotations of a split', () => {
  it.each([
    ['a header', [{ headers: { 'x-canary': { exact: 'insider' } } }], { 'n/canary-by-header': 'x-canary', 'n/canary-by-header-value': 'insider' }],
    ['a pattern', [{ headers: { 'x-canary': { regex: '.*in.*' } } }], { 'n/canary-by-header': 'x-canary', 'n/canary-by-header-pattern': '.*in.*' }],
    ['a cookie', [{ headers: { cookie: { exact: 'tester' } } }], { 'n/canary-by-cookie': 'tester' }],
    ['both, each the last', [{ headers: { a: { exact: '1' }, cookie: { exact: 'c' } } }, { headers: { b: { exact: '2' } } }], { 'n/canary-by-cookie': 'c', 'n/canary-by-header': 'b', 'n/canary-by-header-value': '2' }],
    ['the presence of a header', [{ headers: { b: { prefix: '2' } } }], { 'n/canary-by-header': 'b' }],
  ])('let testers in by %s', (_, match, expected) => {
    expect(split(100, match)).toEqual({ 'n/canary': 'true', 'n/canary-weight': '0', ...expected });
  });

  it.each([
    ['a pattern of cookies', [{ headers: { cookie: { regex: 'a' } } }]],
    ['query parameters', [{ queryParams: { q: { exact: 'a' } } }]],
  ])('refuse %s: nothing that NGINX can match', (_, match) => {
    expect(() => split(100, match)).toThrow('spec.analysis.match has nothing that NGINX can match');
    expect(split(0, match)).toMatchObject({ 'n/canary-weight': '0' });
  });

  it.each([0, 30])('at %d percent the Ingress leaves nothing of a test behind', percent => {
    expect(split(percent, [], { mine: 'a', 'n/canary-by-header': 'x', 'n/canary-by-cookie': 'c' })).toEqual({ mine: 'a', 'n/canary': 'true', 'n/canary-weight': String(percent) });
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.boolean(), (percent, testing) => {
        const match = testing ? [{ headers: { a: { exact: 'b' } } }] : [];
        const expected = testing && percent > 0 ? 100 : percent;
        expect(readTraffic({ name: 'a', annotations: split(percent, match) }, canaryWith(match), 'n')).toEqual(splitAt(expected));
      }),
    );
  });

  it.each(['x', '', '-1', '1.5', '101'])('with the weight "%s" are told', weight => {
    expect(() => readTraffic({ namespace: 'test', name: 'shop-canary', annotations: { 'n/canary-weight': weight } }, canaryWith(), 'n')).toThrow(
      `Ingress shop-canary.test annotation n/canary-weight is "${weight}", not a whole number from 0 to 100`,
    );
  });

  it('without a weight give the canary nothing', () => {
    expect(readTraffic({ name: 'a' }, canaryWith(), 'n')).toEqual(splitAt(0));
  });
});
