import { describe, expect, it } from '@jest/globals';
import { parseGoFloat } from '../src/go-float.ts';

describe('a number of Go', () => {
  it.each([
    ['5', 5], ['+5', 5], ['-5.25', -5.25], ['.5', 0.5], ['5.', 5], ['1e3', 1000], ['1E-3', 0.001], ['00012', 12],
    ['+Inf', Number.POSITIVE_INFINITY], ['-Inf', Number.NEGATIVE_INFINITY], ['inf', Number.POSITIVE_INFINITY], ['Infinity', Number.POSITIVE_INFINITY], ['NaN', Number.NaN], ['nan', Number.NaN],
  ])('is %j', (text, value) => {
    expect(parseGoFloat(text)).toBe(value);
  });

  it.each(['', ' 5', '5 ', 'abc', '0x10', '1_000', '1,5', '+NaN', '--5', '.', 'e5', '5e'])('is not %j', text => {
    expect(parseGoFloat(text)).toBeUndefined();
  });
});
