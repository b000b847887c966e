import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalQuantity } from '../../src/api/schema/quantity.ts';

describe('quantities', () => {
  it.each([
    ['1', '1'], ['1000m', '1'], ['0.5', '500m'], ['1500m', '1500m'], ['1024Mi', '1Gi'], ['1.5Gi', '1536Mi'], ['1000k', '1M'], ['1e3', '1e3'], ['0', '0'], ['0Mi', '0'],
    ['100M', '100M'], ['-5', '-5'], ['.5', '500m'], ['1G', '1G'], ['12e6', '12e6'], ['nonsense', 'nonsense'],
  ])('%s is %s', (given, canonical) => expect(canonicalQuantity(given)).toBe(canonical));

  it('are canonical once they are', () => {
    const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi');
    fc.assert(fc.property(fc.nat(1_000_000), suffix, (digits, unit) => {
      const once = canonicalQuantity(`${digits}${unit}`);
      expect(canonicalQuantity(once)).toBe(once);
    }));
  });
});
