import { describe, expect, it } from '@jest/globals';
import { Counters } from '../../src/prometheus/counters.ts';
import { observe } from '../../src/prometheus/histogram-counter.ts';
import { histogramQuantile } from '../../src/prometheus/histogram-quantile.ts';
import { SampleHistory } from '../../src/prometheus/sample-history.ts';
import { ask, NOW } from './history-of.ts';

function histogram(counts: Readonly<Record<string, number>>): Parameters<typeof histogramQuantile>[1] {
  return Object.entries(counts).map(([le, value]) => ({ labels: { le }, value }));
}

describe('histogramQuantile', () => {
  it.each<[string, number, Readonly<Record<string, number>>, number]>([
    ['within a bucket, in line between its bounds', 0.5, { '1': 0, '2': 10, '+Inf': 10 }, 1.5],
    ['within the first bucket, from zero', 0.5, { '10': 10, '+Inf': 10 }, 5],
    ['at the end of a bucket', 0.9, { '1': 9, '2': 10, '+Inf': 10 }, 1],
    ['beyond the last bound', 0.99, { '1': 0, '2': 5, '+Inf': 10 }, 2],
    ['of counts that disagree', 0.5, { '1': 4, '2': 3, '4': 8, '+Inf': 8 }, 1],
    ['below zero', -1, { '1': 1, '+Inf': 1 }, -Infinity],
    ['above one', 2, { '1': 1, '+Inf': 1 }, Infinity],
    ['of no observations', 0.5, { '1': 0, '+Inf': 0 }, Number.NaN],
    ['without an infinite bucket', 0.5, { '1': 1, '2': 2 }, Number.NaN],
  ])('%s', (_, quantile, counts, expected) => {
    expect(histogramQuantile(quantile, histogram(counts))).toEqual([{ labels: {}, value: expected }]);
  });

  it('answers for each group of labels on its own', () => {
    const points = [...histogram({ '1': 0, '2': 1, '+Inf': 1 }).map(({ labels, value }) => ({ labels: { ...labels, pod: 'a' }, value })),
      ...histogram({ '4': 1, '+Inf': 1 }).map(({ labels, value }) => ({ labels: { ...labels, pod: 'b' }, value }))];
    expect(histogramQuantile(1, points)).toEqual([{ labels: { pod: 'a' }, value: 2 }, { labels: { pod: 'b' }, value: 4 }]);
  });
});

describe('a histogram that is observed', () => {
  it('counts into every bucket that holds the value, and into its sum and count', () => {
    const counters = new Counters();
    const history = new SampleHistory();
    for (const value of [3, 7, 20]) observe(counters, { name: 'h', bounds: [5, 10] }, {}, value);
    counters.sampleInto(history, NOW);
    expect(ask('h_bucket', history)).toEqual([
      [{ __name__: 'h_bucket', le: '5' }, 1], [{ __name__: 'h_bucket', le: '10' }, 2], [{ __name__: 'h_bucket', le: '+Inf' }, 3],
    ]);
    expect(ask('h_sum / h_count', history)).toEqual([[{}, 10]]);
  });
});
