import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '../../src/clock/virtual-clock.ts';
import type { VirtualClock } from '../../src/clock/virtual-clock.ts';
import { Counters } from '../../src/prometheus/counters.ts';
import { startPrometheus } from '../../src/prometheus/start-prometheus.ts';
import type { Prometheus } from '../../src/prometheus/start-prometheus.ts';

describe('a Prometheus endpoint', () => {
  let clock: VirtualClock;
  let counters: Counters;
  let prometheus: Prometheus;

  beforeEach(async () => {
    clock = createVirtualClock({ start: 1_000_000 });
    counters = new Counters();
    prometheus = await startPrometheus({ counters, clock, scrapeIntervalMs: 5000 });
  });

  afterEach(() => prometheus.close());

  /** Counts once a second for `seconds`. */
  function count(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      counters.increment({ __name__: 'hits' });
      clock.advance(1000);
    }
  }

  async function get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(prometheus.url + path);
    return { status: response.status, body: await response.json() };
  }

  it('answers in the JSON of Prometheus, with rates over the time of its clock', async () => {
    count(120);
    expect(await get(`/api/v1/query?query=${encodeURIComponent('rate(hits[1m])')}`)).toEqual({
      status: 200,
      body: { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [1120, expect.stringMatching(/^(1|0\.9{9,}\d*|1\.0{9,}\d*)$/)] }] } },
    });
  });

  it('takes a query by POST, and a time', async () => {
    count(20);
    const response = await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: 'hits', time: '1010' }) });
    expect(await response.json()).toMatchObject({ data: { result: [{ metric: { __name__: 'hits' }, value: [1010, '10'] }] } });
  });

  it('answers a scalar, a vector of one and a range', async () => {
    count(10);
    expect((await get('/api/v1/query?query=1%2F0')).body).toMatchObject({ data: { resultType: 'scalar', result: [1010, '+Inf'] } });
    expect((await get('/api/v1/query?query=vector(1)')).body).toMatchObject({ data: { resultType: 'vector', result: [{ metric: {}, value: [1010, '1'] }] } });
    expect((await get('/api/v1/query?query=hits[10s]')).body).toMatchObject({
      data: { resultType: 'matrix', result: [{ values: [[1005, '5'], [1010, '10']] }] },
    });
  });

  it.each([
    ['sum(', 400, 'bad_data'],
    ['topk(1, hits)', 422, 'execution'],
  ])('refuses %p with %d', async (query, status, errorType) => {
    expect(await get(`/api/v1/query?query=${encodeURIComponent(query)}`)).toMatchObject({ status, body: { status: 'error', errorType } });
  });

  it('tells whether it is healthy, and has no other pages', async () => {
    expect((await fetch(`${prometheus.url}/-/healthy`)).status).toBe(200);
    expect((await fetch(`${prometheus.url}/graph`)).status).toBe(404);
  });
});
