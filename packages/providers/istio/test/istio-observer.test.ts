import { describe, expect, it } from '@jest/globals';
import { istioObserver } from '../src/index.ts';

const asked = (query: string): string =>
  query.replaceAll('{{ namespace }}', 'prod').replaceAll('{{ target }}', 'podinfo').replaceAll('{{ interval }}', '1m');

describe('what Prometheus is asked', () => {
  it('for the share of requests that succeed', () => {
    expect(asked(istioObserver.successRate.query)).toBe(
      ' sum( rate( istio_requests_total{ reporter="destination", destination_workload_namespace="prod", destination_workload=~"podinfo", response_code!~"5.*" }[1m] ) ) / sum( rate( istio_requests_total{ reporter="destination", destination_workload_namespace="prod", destination_workload=~"podinfo" }[1m] ) ) * 100',
    );
  });

  it('for durations, which come in milliseconds', () => {
    expect(asked(istioObserver.duration.query)).toBe(
      ' histogram_quantile( 0.99, sum( rate( istio_request_duration_milliseconds_bucket{ reporter="destination", destination_workload_namespace="prod", destination_workload=~"podinfo" }[1m] ) ) by (le) )',
    );
    expect(istioObserver.duration.unit).toBe('milliseconds');
  });
});
