import { describe, expect, it } from '@jest/globals';
import type { Ingress, ObjectMeta } from '@flagger/sdk';
import { sampleSubject, splitAt } from '@flagger/testkit';
import fc from 'fast-check';
import { renderCanaryIngress } from '../src/index.ts';
import { NEVER_TAKEN, TAKEN, withPredicate } from '../src/predicates.ts';
import { liveSplit, readTraffic, splitAnnotations } from '../src/split-annotations.ts';
import { pathTo, source, withIngress } from './skipper-subject.ts';

const { canary } = sampleSubject({ spec: withIngress });
const render = (ingress: Ingress = source) => renderCanaryIngress(canary, ingress, { ownerReferences: true });

describe('predicates', () => {
  it.each([
    ['', TAKEN, 'Weight(100)'],
    ['Weight(100)', TAKEN, 'Weight(100)'],
    ['Header("a", "b")', TAKEN, 'Weight(100) && Header("a", "b")'],
    ['Header("a", "b") && Weight(100)', TAKEN, 'Weight(100) && Header("a", "b")'],
    ['False() && Header("a", "b")', TAKEN, 'Weight(100) && Header("a", "b")'],
    ['A() && False()&&B()', NEVER_TAKEN, 'False() && A() && B()'],
    [' && Weight(100) && && A()', NEVER_TAKEN, 'False() && A()'],
  ] as const)('%j with %s before them are %j', (predicates, first, expected) => {
    expect(withPredicate(predicates, first)).toBe(expected);
  });

  it('put first twice are as once', () => {
    const part = fc.constantFrom('A()', 'B()', TAKEN, NEVER_TAKEN, '');
    fc.assert(
      fc.property(fc.array(part).map(parts => parts.join(' && ')), fc.constantFrom(TAKEN, NEVER_TAKEN), (predicates, first) => {
        const once = withPredicate(predicates, first);
        expect(withPredicate(once, first)).toBe(once);
        expect(once.split(' && ').filter(each => each === TAKEN || each === NEVER_TAKEN)).toEqual([first]);
      }),
    );
  });
});

describe('a generated Ingress', () => {
  it("has the user's labels and annotations, but for kubectl's memory, and no finalizers", () => {
    const metadata: ObjectMeta = {
      ...source.metadata, finalizers: ['mine.example/hold'], resourceVersion: '1', uid: 'u',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'zalando.org/skipper-predicate': 'Header("a", "b")' },
    };
    expect(render({ ...source, metadata }).metadata).toEqual({
      namespace: 'test', name: 'shop-canary', labels: { app: 'podinfo' },
      annotations: { 'zalando.org/backend-weights': '{"podinfo-canary":0,"podinfo-primary":100}', 'zalando.org/skipper-predicate': 'Weight(100) && Header("a", "b")' },
      ownerReferences: [expect.objectContaining({ kind: 'Canary', uid: 'uid-1' })],
    });
  });

  it('can be made of one without labels and annotations, and lives without an owner in another cluster', () => {
    const { metadata } = renderCanaryIngress(canary, { ...source, metadata: { namespace: 'test', name: 'shop' } }, { ownerReferences: false });
    expect(Object.keys(metadata).toSorted()).toEqual(['annotations', 'name', 'namespace']);
  });

  it('has the primary where the apex Service was, the canary after all paths, and the rest as it was', () => {
    const rules = [{ host: 'a', http: { paths: [pathTo('podinfo'), pathTo('other', '/x'), pathTo('podinfo', '/y')] } }, { host: 'empty' }];
    expect(render({ ...source, spec: { ingressClassName: 'skipper', rules } as Ingress['spec'] & object }).spec).toEqual({
      ingressClassName: 'skipper',
      rules: [
        { host: 'a', http: { paths: [pathTo('podinfo-primary'), pathTo('other', '/x'), pathTo('podinfo-primary', '/y'), pathTo('podinfo-canary'), pathTo('podinfo-canary', '/y')] } },
        { host: 'empty' },
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
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.constantFrom('taken', 'never taken'), (percent, standing) => {
        const annotations = splitAnnotations({ mine: 'a' }, canary, { traffic: splitAt(percent), standing });
        expect(liveSplit(annotations, canary)).toEqual({ traffic: splitAt(percent), standing });
        expect(readTraffic({ name: 'a', annotations }, canary)).toEqual(splitAt(percent));
      }),
    );
  });

  it.each([undefined, '', '{', '[]', 'null', '7', '{"podinfo-primary":100}', '{"podinfo-primary":100,"podinfo-canary":"0"}'])('with the weights %j are told', weights => {
    const metadata = { namespace: 'test', name: 'shop-canary', annotations: { ...(weights !== undefined && { 'zalando.org/backend-weights': weights }) } };
    expect(() => readTraffic(metadata, canary)).toThrow('Ingress shop-canary.test annotation zalando.org/backend-weights has no weights for podinfo-primary and podinfo-canary');
  });
});
