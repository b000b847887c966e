import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createVirtualClock } from '../../src/clock/virtual-clock.ts';
import { chooseBackend } from '../../src/traffic/choose.ts';
import { CookieJar } from '../../src/traffic/cookie-jar.ts';
import { changeHeaders } from '../../src/traffic/header-operations.ts';
import { drawLatencyMs } from '../../src/traffic/latency.ts';
import { reportOf, sharePercent } from '../../src/traffic/load-report.ts';

describe('a load report', () => {
  it('counts by version and by status class, and knows the percentiles', () => {
    const samples = Array.from({ length: 100 }, (_, index) => ({ version: index < 75 ? '1' : '2', status: index < 10 ? 500 : 200, durationMs: 100 - index }));
    const report = reportOf([...samples, { version: undefined, status: 0, durationMs: 1 }]);
    expect(report).toMatchObject({ requests: 101, byVersion: { '1': 75, '2': 25, none: 1 }, byStatus: { '5xx': 10, '2xx': 90, '0xx': 1 }, p50Ms: 50, p90Ms: 90, p99Ms: 99 });
    expect(report.successRatePercent).toBeCloseTo((100 * 90) / 101);
    expect(sharePercent(report, '2')).toBeCloseTo((100 * 25) / 101);
  });

  it('of nothing has no share and no failure', () => {
    const report = reportOf([]);
    expect(report).toMatchObject({ requests: 0, successRatePercent: 100, p99Ms: 0 });
    expect(sharePercent(report, '1')).toBe(0);
  });
});

describe('a cookie jar', () => {
  it('sends what it got until it expires or is taken back', () => {
    const clock = createVirtualClock();
    const jar = new CookieJar(clock);
    expect(jar.header()).toBeUndefined();
    jar.keep('a=1; Max-Age=60; Path=/; HttpOnly');
    jar.keep('b=x=y');
    expect(jar.header()).toBe('a=1; b=x=y');
    jar.keep('b=z');
    clock.advance(60_000);
    expect(jar.header()).toBe('b=z');
    jar.keep('b=z; Max-Age=-1');
    expect(jar.header()).toBeUndefined();
  });
});

describe('changeHeaders', () => {
  it('sets, then adds, then removes', () => {
    const operations = { set: { 'X-A': '2' }, add: { 'Set-Cookie': 'c=3', 'x-new': 'n' }, remove: ['Server'] };
    expect(changeHeaders({ 'x-a': '1', 'set-cookie': ['a=1', 'b=2'], server: 'x' }, operations)).toEqual({
      'x-a': '2', 'set-cookie': ['a=1', 'b=2', 'c=3'], 'x-new': 'n',
    });
    expect(changeHeaders({ 'x-a': '1' }, { add: { 'x-a': '2' } })).toEqual({ 'x-a': ['1', '2'] });
  });
});

describe('chooseBackend', () => {
  it('never chooses a backend without weight, and always one where any has weight', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(fc.property(fc.array(fc.nat({ max: 100 })), random, (weights, chance) => {
      const chosen = chooseBackend(weights.map((weight, index) => ({ service: { namespace: 'prod', name: String(index) }, weight })), chance);
      if (weights.some(weight => weight > 0)) expect(chosen?.weight).toBeGreaterThan(0);
      else expect(chosen).toBeUndefined();
    }));
  });
});

describe('latency', () => {
  it('has the median and the 99th percentile that it was given', () => {
    const { random } = createVirtualClock({ seed: 3 });
    const drawn = Array.from({ length: 20_000 }, () => drawLatencyMs({ medianMs: 20, p99Ms: 200 }, random)).sort((a, b) => a - b);
    expect(Math.abs((drawn[10_000] ?? 0) - 20)).toBeLessThan(1);
    expect(Math.abs((drawn[19_800] ?? 0) - 200)).toBeLessThan(30);
  });

  it('without a spread is the median', () => {
    expect(drawLatencyMs({ medianMs: 5, p99Ms: 5 }, () => 0.9)).toBe(5);
  });
});
