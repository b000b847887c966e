import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseGoDuration } from '@flagger/sdk';
import { parseAnalysisInterval } from '../../src/gofmt/analysis-interval.ts';
import { formatGoDuration } from '../../src/gofmt/duration.ts';
import { formatGoFixed, formatGoFloat } from '../../src/gofmt/float.ts';

/** Printed by Go itself, see `fixtures/go-truth/main.go`. */
interface GoTables {
  readonly floats: readonly { readonly Value: number; readonly Text: string; readonly Fixed: string }[];
  readonly durations: readonly { readonly Ms: number; readonly Text: string }[];
  readonly parsed: readonly { readonly Text: string; readonly Ms: number | null }[];
}

const tables = JSON.parse(readFileSync(new URL('../fixtures/go-format.json', import.meta.url), 'utf8')) as GoTables;

describe('as Go prints and reads', () => {
  it.each(tables.floats.map(({ Value, Text }) => [Value, Text] as const))('the float %p is %s', (value, text) => {
    expect(formatGoFloat(value)).toBe(text);
  });

  it.each(tables.floats.map(({ Value, Fixed }) => [Value, Fixed] as const))('%p with two digits is %s', (value, text) => {
    expect(formatGoFixed(value)).toBe(text);
  });

  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('%p is %s in every format', (value, text) => {
    expect([formatGoFloat(value), formatGoFixed(value)]).toEqual([text, text]);
  });

  it.each(tables.durations.map(({ Ms, Text }) => [Ms, Text] as const))('%p ms are %s', (ms, text) => {
    expect(formatGoDuration(ms)).toBe(text);
  });

  it.each(tables.parsed.map(({ Text, Ms }) => [Text, Ms] as const))('%p is a duration of %p ms', (text, ms) => {
    const parsed = parseGoDuration(text);
    if (ms === null) expect(parsed).toBeUndefined();
    else expect(parsed).toBeCloseTo(ms, 6);
  });
});

describe('the analysis interval', () => {
  it.each([
    [undefined, 60_000],
    ['', 60_000],
    ['soon', 60_000],
    ['1s', 10_000],
    ['10s', 10_000],
    ['90s', 90_000],
    ['2m', 120_000],
  ])('%p is %p ms', (text, ms) => {
    expect(parseAnalysisInterval(text)).toBe(ms);
  });
});
