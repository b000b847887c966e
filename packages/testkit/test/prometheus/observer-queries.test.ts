import { describe, expect, it } from '@jest/globals';
import { Counters } from '../../src/prometheus/counters.ts';
import { SampleHistory } from '../../src/prometheus/sample-history.ts';
import type { AnsweredRequest } from '../../src/traffic/answered-request.ts';
import { recordSeries } from '../../src/traffic/request-series.ts';
import { ask, NOW } from './history-of.ts';

/** The queries of Flagger's observers for the canary `web` in `prod`, as they go over the wire. */
const QUERIES = {
  istioRate:
    ' sum( rate( istio_requests_total{ reporter="destination", destination_workload_namespace="prod", destination_workload=~"web", response_code!~"5.*" }[1m] ) )'
    + ' / sum( rate( istio_requests_total{ reporter="destination", destination_workload_namespace="prod", destination_workload=~"web" }[1m] ) ) * 100',
  istioDuration:
    ' histogram_quantile( 0.99, sum( rate( istio_request_duration_milliseconds_bucket{ reporter="destination", destination_workload_namespace="prod", destination_workload=~"web" }[1m] ) ) by (le) )',
  appRate:
    ' sum( rate( http_request_duration_seconds_count{ kubernetes_namespace="prod", kubernetes_pod_name=~"web-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)", status!~"5.*" }[1m] ) )'
    + ' / sum( rate( http_request_duration_seconds_count{ kubernetes_namespace="prod", kubernetes_pod_name=~"web-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)" }[1m] ) ) * 100',
  appDuration:
    ' histogram_quantile( 0.99, sum( rate( http_request_duration_seconds_bucket{ kubernetes_namespace="prod", kubernetes_pod_name=~"web-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)" }[1m] ) ) by (le) )',
};

function answered(change: Partial<AnsweredRequest>): AnsweredRequest {
  return {
    namespace: 'prod', service: 'web-canary', workload: 'web', pod: 'web-5d4f-x1', method: 'GET', status: 200, durationMs: 40, mirrored: false, ...change,
  };
}

/** Every ten seconds of a minute: 8 good answers of 40 ms and 2 bad ones of 200 ms by the canary, 10 bad ones by the primary and by another namespace. */
function minuteOfTraffic(): SampleHistory {
  const counters = new Counters();
  const record = recordSeries(counters);
  const history = new SampleHistory();
  for (let at = NOW - 60_000; at <= NOW; at += 10_000) {
    for (let sent = 0; sent < 10; sent += 1) {
      record(answered(sent < 8 ? {} : { status: 503, durationMs: 200 }));
      record(answered({ workload: 'web-primary', pod: 'web-primary-77ab-x1', status: 500 }));
      record(answered({ namespace: 'test', status: 500 }));
    }
    counters.sampleInto(history, at);
  }
  return history;
}

describe('the queries of the built-in observers', () => {
  const history = minuteOfTraffic();

  it.each([
    ['istioRate', 80],
    ['appRate', 80],
    // Of 10 answers 8 are in the bucket up to 50 ms, all in that up to 250 ms: the 9.9th lies at 100 + 150 * (1.9 / 2).
    ['istioDuration', 242.5],
    ['appDuration', 0.2425],
  ] as const)('%s', (name, expected) => {
    expect(ask(QUERIES[name], history)).toEqual([[{}, expect.closeTo(expected, 9)]]);
  });

  it.each(Object.entries(QUERIES))('%s finds nothing where there was no traffic', (_, query) => {
    expect(ask(query, new SampleHistory())).toEqual([]);
  });
});
