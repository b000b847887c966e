import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sameContent } from '../../src/template/canonical.ts';
import { revisionHash } from '../../src/template/revision-hash.ts';

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toReversed().map(([key, field]) => [key, reversed(field)]));
};

const TEMPLATE = { metadata: { labels: { app: 'podinfo' } }, spec: { containers: [{ name: 'podinfod', image: 'podinfo:1', resources: {} }] } };

describe('revisionHash', () => {
  it('never changes for a template: upgrades of this software start no rollouts', () => {
    expect(revisionHash(TEMPLATE)).toBe('v1-6001666fd3fd6f6f');
  });

  it.each<[string, object]>([
    ['a creationTimestamp of null', { ...TEMPLATE, metadata: { labels: { app: 'podinfo' }, creationTimestamp: null } }],
    ['empty annotations', { ...TEMPLATE, metadata: { labels: { app: 'podinfo' }, annotations: {} } }],
    ['no resources', { ...TEMPLATE, spec: { containers: [{ name: 'podinfod', image: 'podinfo:1' }] } }],
    ['an empty node selector', { ...TEMPLATE, spec: { ...TEMPLATE.spec, nodeSelector: {} } }],
    ['an empty list', { ...TEMPLATE, spec: { ...TEMPLATE.spec, tolerations: [] } }],
  ])('is the same with %s', (_, template) => {
    expect(revisionHash(template)).toBe(revisionHash(TEMPLATE));
  });

  it.each<[string, object, object]>([
    ['an image', { image: 'a:1' }, { image: 'a:2' }],
    ['a string and a number', { port: '80' }, { port: 80 }],
    ['every namespace and this one', { namespaceSelector: {} }, {}],
    ['an empty directory and no source', { volumes: [{ name: 'a', emptyDir: {} }] }, { volumes: [{ name: 'a' }] }],
    ['false and absence', { readOnly: false }, {}],
    ['an order of containers', { containers: ['a', 'b'] }, { containers: ['b', 'a'] }],
  ])('tells %s apart', (_, a, b) => {
    expect(revisionHash(a)).not.toBe(revisionHash(b));
  });

  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), value => {
      expect(revisionHash(reversed(value))).toBe(revisionHash(value));
    }));
  });

  it('depends on every string', () => {
    fc.assert(fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), fc.string({ minLength: 1 }), (values, at, extra) => {
      const index = at % values.length;
      expect(revisionHash(values.with(index, `${values[index]}${extra}`))).not.toBe(revisionHash(values));
    }));
  });
});

describe('sameContent', () => {
  it('is what the hash says', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(sameContent(a, b)).toBe(revisionHash(a) === revisionHash(b));
    }));
  });
});
