import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Canary, CanaryMetric, Manifest, MetricProviderEnv, Observer } from '@flagger/sdk';
import { checkMetrics } from '../../src/metrics/check-metrics.ts';
import { InstantClock, MemoryLogger, StubHttp } from '../http-stub.ts';

interface Recording {
  readonly scenario: string;
  /** As they went over the wire: with white space collapsed. */
  readonly queries: readonly string[];
}

const recordings = JSON.parse(readFileSync(new URL('../fixtures/golden-queries.json', import.meta.url), 'utf8')) as readonly Recording[];
const recorded = (scenario: string): readonly string[] | undefined => recordings.find(each => each.scenario === scenario)?.queries;

/** As the Istio and the Kubernetes provider have them. */
const workload = 'reporter="destination", destination_workload_namespace="{{ namespace }}", destination_workload=~"{{ target }}"';
const istio: Observer = {
  successRate: { query: ` sum( rate( istio_requests_total{ ${workload}, response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( istio_requests_total{ ${workload} }[{{ interval }}] ) ) * 100` },
  duration: { query: ` histogram_quantile( 0.99, sum( rate( istio_request_duration_milliseconds_bucket{ ${workload} }[{{ interval }}] ) ) by (le) )`, unit: 'milliseconds' },
};
const pods = 'kubernetes_namespace="{{ namespace }}", kubernetes_pod_name=~"{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"';
const http: Observer = {
  successRate: { query: ` sum( rate( http_request_duration_seconds_count{ ${pods}, status!~"5.*" }[{{ interval }}] ) ) / sum( rate( http_request_duration_seconds_count{ ${pods} }[{{ interval }}] ) ) * 100` },
  duration: { query: ` histogram_quantile( 0.99, sum( rate( http_request_duration_seconds_bucket{ ${pods} }[{{ interval }}] ) ) by (le) )`, unit: 'seconds' },
};

const builtin: readonly CanaryMetric[] = [{ name: 'request-success-rate', interval: '1m' }, { name: 'request-duration', interval: '30s', thresholdRange: { max: 500 } }];
const custom = (namespace: string): readonly CanaryMetric[] => [
  { name: 'errors', templateRef: { name: 'errors' }, thresholdRange: { min: 0, max: 150 }, interval: '2m', templateVariables: { level: 'hot' } },
  { name: 'inline', query: `my_metric{namespace="${namespace}"}`, threshold: 101, interval: '1m' },
];
const template = {
  apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: 'errors', namespace: 'istio-custom-metrics' },
  spec: {
    provider: { type: 'prometheus' },
    query: 'sum(rate(errors{namespace="{{ namespace }}",\n  workload="{{ target }}", svc="{{ service }}", name="{{ name }}", ing="{{ ingress }}", route="{{ route }}", v="{{ variables.level }}"}[{{ interval }}]))',
  },
};

async function queriesOf(scenario: string, observer: Observer, metrics: readonly CanaryMetric[]): Promise<string[]> {
  const asked: string[] = [];
  const factory = {
    types: ['prometheus'],
    create: (_: MetricProviderEnv) => ({
      query: (query: string) => {
        asked.push(query.replace(/\s+/g, ' '));
        return Promise.resolve(query.includes('duration') && query.includes('quantile') ? 0.05 : 100);
      },
      probe: () => Promise.resolve(),
    }),
  };
  const canary: Canary = {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: scenario },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80 }, analysis: { metrics } },
  };
  const context = {
    clock: new InstantClock(), http: new StubHttp(), logger: new MemoryLogger(), providerName: scenario, metricsServer: 'http://prometheus', observer,
    reader: { get: <T extends Manifest>() => Promise.resolve(template as unknown as T), list: () => Promise.resolve([]) },
    metricFactories: new Map([['prometheus', factory]]), observed: () => undefined,
  };
  expect(await checkMetrics(canary, context, new AbortController().signal)).toEqual({ passed: true });
  return asked;
}

describe("Flagger's own queries", () => {
  it('of the Istio observer, an inline query and a template, in order', async () => {
    expect(await queriesOf('istio-custom-metrics', istio, [...builtin, ...custom('istio-custom-metrics')])).toEqual(recorded('istio-custom-metrics'));
  });

  it('of the observer of what applications measure', async () => {
    expect(await queriesOf('kubernetes-blue-green', http, builtin)).toEqual(recorded('kubernetes-blue-green'));
  });
});
