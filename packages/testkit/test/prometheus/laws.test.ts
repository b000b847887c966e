import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PromqlError } from '../../src/prometheus/expression.ts';
import { histogramQuantile } from '../../src/prometheus/histogram-quantile.ts';
import { parsePromql } from '../../src/prometheus/parse-promql.ts';
import { RANGE_FUNCTIONS } from '../../src/prometheus/range-functions.ts';
import { labelsId } from '../../src/prometheus/sample-history.ts';
import { unquote } from '../../src/prometheus/unquote.ts';
import { ask, historyOf } from './history-of.ts';

const growths = fc.array(fc.nat({ max: 1000 }), { minLength: 2, maxLength: 30 });

/** A window that is full of samples, one every ten seconds. */
function windowOf(values: readonly number[]): Parameters<NonNullable<(typeof RANGE_FUNCTIONS)[string]>>[0] {
  const samples = values.map((value, index) => ({ atMs: index * 10_000, value }));
  return { samples, rangeMs: (values.length - 1) * 10_000, endMs: (values.length - 1) * 10_000 };
}

function running(steps: readonly number[], start = 1_000_000): number[] {
  let total = start;
  return steps.map(step => (total += step));
}

describe('increase', () => {
  it('of a full window is the difference of its ends', () => {
    fc.assert(fc.property(growths, steps => {
      const values = running(steps);
      expect(RANGE_FUNCTIONS['increase']?.(windowOf(values))).toBeCloseTo((values.at(-1) ?? 0) - (values[0] ?? 0), 6);
    }));
  });

  it('is never negative, whatever restarts', () => {
    fc.assert(fc.property(growths, values => {
      expect(RANGE_FUNCTIONS['increase']?.(windowOf(values))).toBeGreaterThanOrEqual(0);
    }));
  });

  it('is the rate times the seconds of the window', () => {
    fc.assert(fc.property(growths, steps => {
      const window = windowOf(running(steps));
      expect((RANGE_FUNCTIONS['rate']?.(window) ?? 0) * (window.rangeMs / 1000)).toBeCloseTo(RANGE_FUNCTIONS['increase']?.(window) ?? 0, 6);
    }));
  });
});

describe('a quantile', () => {
  const counts = fc.array(fc.nat({ max: 50 }), { minLength: 2, maxLength: 8 }).filter(list => list.some(count => count > 0));
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('grows with its share and stays within the bounds', () => {
    fc.assert(fc.property(counts, share, share, (inBuckets, a, b) => {
      let total = 0;
      const points = inBuckets.map((count, index) => {
        total += count;
        return { labels: { le: index === inBuckets.length - 1 ? '+Inf' : String(index + 1) }, value: total };
      });
      const at = (quantile: number): number => histogramQuantile(quantile, points)[0]?.value ?? Number.NaN;
      expect(at(Math.min(a, b))).toBeLessThanOrEqual(at(Math.max(a, b)));
      expect(at(a)).toBeGreaterThanOrEqual(0);
      expect(at(b)).toBeLessThanOrEqual(inBuckets.length - 1);
    }));
  });
});

describe('the reader of queries', () => {
  it('takes any text, or says why not', () => {
    const pieces = fc.constantFrom('sum', '(', ')', 'rate', 'up', '{a="b"}', '[1m]', ' by (le) ', '+', '/', '1', 'vector', '"', ',', ' or ', 'offset 1m', '-');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
      try {
        parsePromql(parts.join(''));
      } catch (error) {
        expect(error).toBeInstanceOf(PromqlError);
      }
    }), { numRuns: 500 });
  });

  it('takes numbers as JavaScript does', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), number => {
      expect(parsePromql(String(number))).toEqual({ kind: 'number', value: number });
    }));
  });

  it.each([
    ['0x1f', 31], ['Inf', Infinity], ['1e3', 1000], ['1_000', 1000], ['5m', 300],
  ])('reads %s as %d', (text, value) => {
    expect(parsePromql(text)).toEqual({ kind: 'number', value });
  });

  it.each([
    ['"a\\"b"', 'a"b'], ["'a\\'b'", "a'b"], ['`a\\n`', 'a\\n'], ['"\\n\\t\\\\"', '\n\t\\'], ['"\\x41\\u0042"', 'AB'], ['""', ''],
  ])('reads the string %s', (literal, text) => {
    expect(unquote(literal)).toBe(text);
  });

  it('keeps the order of operations', () => {
    const history = historyOf([['a', {}, 8]]);
    for (const [query, expected] of [['a - 2 - 1', 5], ['a / 2 / 2', 2], ['2 * a ^ 2', 128], ['-a + 1', -7]] as const) {
      expect(ask(query, history)).toEqual([[{}, expected]]);
    }
  });
});

describe('the identity of labels', () => {
  it('does not depend on their order', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.string()), labels => {
      expect(labelsId(Object.fromEntries(Object.entries(labels).toReversed()))).toBe(labelsId(labels));
    }));
  });
});
