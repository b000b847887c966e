import { describe, expect, it } from '@jest/globals';
import { ask, historyOf } from './history-of.ts';

/** Two Pods' counters over the last minute: one grows by 10, the other by 30 in ten seconds. */
const history = historyOf([
  ['requests', { pod: 'a', code: '200' }, 0, 10, 20, 30, 40, 50, 60],
  ['requests', { pod: 'b', code: '500' }, 100, 130, 160, 190, 220, 250, 280],
  ['restarted', {}, 50, 60, 5, 15, 25, 35, 45],
  ['gauge', { pod: 'a' }, 4, 8, 6],
  ['gauge', { pod: 'b' }, 1, 1, 1],
]);

describe('a query', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', [600, '7']],
    ['(1 + 2) * 3 - -1', [600, '10']],
    ['2 ^ 3 % 5', [600, '3']],
    ['1 / 0', [600, '+Inf']],
    ['vector(1)', [[{}, 1]]],
    ['time()', [600, '600']],
    ['requests{pod="a"}', [[{ __name__: 'requests', pod: 'a', code: '200' }, 60]]],
    ['{__name__="gauge", pod!="b"}', [[{ __name__: 'gauge', pod: 'a' }, 6]]],
    ['gauge{pod=~"a|c"}', [[{ __name__: 'gauge', pod: 'a' }, 6]]],
    ['gauge{pod=~"[ab]x*"}', [[{ __name__: 'gauge', pod: 'a' }, 6], [{ __name__: 'gauge', pod: 'b' }, 1]]],
    ['requests{code!~"5.*",}', [[{ __name__: 'requests', pod: 'a', code: '200' }, 60]]],
    ['gauge{pod=~"a.+"}', []],
    ['missing', []],
    ['gauge offset 10s', [[{ __name__: 'gauge', pod: 'a' }, 8], [{ __name__: 'gauge', pod: 'b' }, 1]]],
    ['gauge * 2', [[{ pod: 'a' }, 12], [{ pod: 'b' }, 2]]],
    ['-gauge{pod="a"}', [[{ pod: 'a' }, -6]]],
    ['gauge > 2', [[{ __name__: 'gauge', pod: 'a' }, 6]]],
    ['gauge > bool 2', [[{ pod: 'a' }, 1], [{ pod: 'b' }, 0]]],
    ['3 >= bool 2', [600, '1']],
    ['gauge / on(pod) requests', [[{ pod: 'a' }, 0.1], [{ pod: 'b' }, 1 / 280]]],
    ['gauge - ignoring(code) gauge', [[{ pod: 'a' }, 0], [{ pod: 'b' }, 0]]],
    ['missing or vector(0)', [[{}, 0]]],
    ['gauge and on(pod) requests{code="200"}', [[{ __name__: 'gauge', pod: 'a' }, 6]]],
    ['gauge unless on(pod) requests{code="200"}', [[{ __name__: 'gauge', pod: 'b' }, 1]]],
    ['sum(gauge)', [[{}, 7]]],
    ['avg(gauge)', [[{}, 3.5]]],
    ['max by (pod) (gauge)', [[{ pod: 'a' }, 6], [{ pod: 'b' }, 1]]],
    ['count without (pod) (gauge)', [[{}, 2]]],
    ['min_over_time(gauge{pod="a"}[1m])', [[{ pod: 'a' }, 4]]],
    ['avg_over_time(gauge[1m])', [[{ pod: 'a' }, 6], [{ pod: 'b' }, 1]]],
    ['scalar(gauge{pod="a"})', [600, '6']],
    ['absent(missing)', [[{}, 1]]],
    ['clamp_max(gauge, 3)', [[{ pod: 'a' }, 3], [{ pod: 'b' }, 1]]],
    ["gauge{pod='a'}", [[{ __name__: 'gauge', pod: 'a' }, 6]]],
  ])('%s', (query, expected) => {
    expect(ask(query, history)).toEqual(expected);
  });

  // The window (t-60s, t] holds six samples, 50 s apart; the gap of 10 s at its start is as long as between samples.
  it.each<[string, number]>([
    ['increase(requests{pod="b"}[1m])', 150 * (60 / 50)],
    ['rate(requests{pod="b"}[1m])', 3],
    // A counter that began at 10 would have been at zero 10 s before.
    ['increase(requests{pod="a"}[1m])', 60],
    // 60 → 5 → 45: it grew by 5 after the reset, then by 40; from 60 it cannot have been at zero within the window.
    ['increase(restarted[1m])', 45 * (60 / 50)],
    ['irate(requests{pod="b"}[1m])', 3],
    ['delta(gauge{pod="a"}[30s])', 2 * (30 / 20)],
    ['sum(rate(requests[1m]))', 4],
  ])('%s is %d', (query, expected) => {
    expect(ask(query, history)).toEqual([[expect.any(Object), expect.closeTo(expected, 9)]]);
  });

  it('has no rate where a window holds fewer than two samples', () => {
    expect(ask('rate(requests[10s])', history)).toEqual([]);
    expect(ask('rate(missing[1m])', history)).toEqual([]);
  });

  it('gives NaN for a share of nothing', () => {
    const idle = historyOf([['requests', {}, 5, 5, 5]]);
    expect(ask('sum(rate(requests[1m])) / sum(rate(requests[1m])) * 100', idle)).toEqual([[{}, Number.NaN]]);
  });

  it.each([
    ['sum(', /bad|parse error|invalid/],
    ['', /no expression found/],
    ['rate(gauge)', /expected type range vector in call to function "rate", got vector/],
    ['sum(1)', /expected type instant vector, got scalar/],
    ['gauge + on() gauge', /many-to-many matching not allowed/],
    ['topk(1, gauge)', /not supported/],
    ['rate(gauge[1m:10s])', /not supported/],
    ['label_replace(gauge, "a", "b", "c", "d")', /not supported/],
    ['gauge * on(pod) group_left requests', /not supported/],
    ['1 == 1', /BOOL modifier/],
  ])('%p is refused with a reason', (query, reason) => {
    expect(ask(query, history)).toMatch(reason);
  });
});
