import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, laterVersion } from '../../src/cache/resource-version.ts';

const versions = fc.bigInt({ min: 0n, max: 2n ** 80n });

describe('compareVersions', () => {
  it('orders versions as numbers, without loss', () => {
    fc.assert(fc.property(versions, versions, (a, b) => {
      expect(Math.sign(compareVersions(String(a), String(b)))).toBe(a === b ? 0 : a < b ? -1 : 1);
    }));
  });

  it.each([['abc', '5', 1], ['5', 'abc', -1], ['abc', 'abc', 0], ['', '5', 1], ['007', '8', 1]])('lets %j after %j be the newer where it is no number', (a, b, order) => {
    expect(compareVersions(a, b)).toBe(order);
  });
});

describe('laterVersion', () => {
  it.each([['', '5', '5'], ['5', '', '5'], ['9', '10', '10'], ['10', '9', '10'], ['', '', '']])('of %j and %j is %j', (a, b, later) => {
    expect(laterVersion(a, b)).toBe(later);
  });
});
