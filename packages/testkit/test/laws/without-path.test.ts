import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathsIn, withoutPath } from '../../src/laws/without-path.ts';

const tree = fc.object({ values: [fc.integer(), fc.string()], withNullPrototype: false });

describe('taking one thing out of a value', () => {
  it('names fields and elements, outer ones first', () => {
    expect(pathsIn({ a: { b: 1 }, c: [{ d: 2 }] })).toEqual([['a'], ['a', 'b'], ['c'], ['c', 0], ['c', 0, 'd']]);
  });

  it.each([
    [['a'], { c: [1, { d: 2 }] }],
    [['a', 'b'], { a: {}, c: [1, { d: 2 }] }],
    [['c', 0], { a: { b: 1 }, c: [{ d: 2 }] }],
    [['c', 1, 'd'], { a: { b: 1 }, c: [1, {}] }],
  ])('without %j', (path, expected) => {
    expect(withoutPath({ a: { b: 1 }, c: [1, { d: 2 }] }, path)).toEqual(expected);
  });

  it('always gives something else, and leaves the value alone', () => {
    fc.assert(
      fc.property(tree, value => {
        const before = JSON.stringify(value);
        for (const path of pathsIn(value)) expect(JSON.stringify(withoutPath(value, path))).not.toBe(before);
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });
});
