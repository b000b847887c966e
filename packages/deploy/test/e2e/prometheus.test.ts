import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PrometheusProcess } from '../../../controller/test/e2e/prometheus-process.ts';
import { objectsIn, only, render } from './helm.ts';

/** Below those that the system gives to whoever connects. */
const PORT = 28793;

interface ScrapeConfig {
  readonly job_name: string;
  readonly kubernetes_sd_configs?: readonly object[];
  readonly tls_config?: object;
  readonly bearer_token_file?: string;
}

interface Target {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What Kubernetes says of a pod, or of a node, to a Prometheus that asks it; an address on which nobody listens. */
const discovered = (address: string, labels: Readonly<Record<string, string>>): object =>
  ({ targets: [address], labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [`__meta_kubernetes_${name}`, value])) });
const pod = (name: string, labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({ namespace: 'shop', pod_name: name, pod_label_app: 'cart', ...labels });
const SCRAPED = { pod_annotation_prometheus_io_scrape: 'true', pod_annotation_prometheus_io_port: '9' };

const DISCOVERED: Readonly<Record<string, readonly object[]>> = {
  'kubernetes-pods': [
    discovered('127.0.0.1:1', pod('cart-1', SCRAPED)),
    discovered('127.0.0.1:1', pod('cart-2', { ...SCRAPED, pod_annotation_prometheus_io_path: '/deep' })),
    discovered('127.0.0.1:1', pod('silent', {})),
    discovered('127.0.0.1:9901', pod('envoy', SCRAPED)),
  ],
  'appmesh-envoy': [
    discovered('127.0.0.1:1', pod('cart-1', { pod_container_name: 'envoy' })),
    discovered('127.0.0.1:1', pod('cart-1', { pod_container_name: 'cart' })),
  ],
  'kubernetes-cadvisor': [discovered('127.0.0.1:1', { node_name: 'n-1', node_label_zone: 'a' })],
  'kubernetes-apiservers': [
    discovered('127.0.0.1:1', { service_name: 'kubernetes', endpoint_port_name: 'https' }),
    discovered('127.0.0.1:2', { service_name: 'other', endpoint_port_name: 'https' }),
  ],
};

/** The jobs of the chart's Prometheus, which are told what the tests say instead of asking a cluster. */
function configuredJobs(): readonly ScrapeConfig[] {
  const config = only('ConfigMap', objectsIn(render('flagger', { prometheus: { install: true } }))) as unknown as { readonly data: Readonly<Record<string, string>> };
  const { scrape_configs: jobs } = parse(config.data['prometheus.yml'] ?? '', { merge: true }) as { readonly scrape_configs: readonly ScrapeConfig[] };
  return jobs.map(({ kubernetes_sd_configs: _asked, tls_config: _tls, bearer_token_file: _token, ...job }) => ({ ...job, static_configs: DISCOVERED[job.job_name] }));
}

describe('the Prometheus that the chart installs', () => {
  let prometheus: PrometheusProcess;
  let targets: readonly Target[];
  beforeAll(async () => {
    prometheus = await PrometheusProcess.start(PORT, configuredJobs());
    do {
      const answer = (await (await fetch(`${prometheus.url}/api/v1/targets?state=active`)).json()) as { readonly data: { readonly activeTargets: readonly Target[] } };
      targets = answer.data.activeTargets;
    } while (new Set(targets.map(({ scrapePool }) => scrapePool)).size < Object.keys(DISCOVERED).length);
  }, 60_000);
  afterAll(() => prometheus.stop());

  const of = (job: string): readonly string[] => targets.filter(({ scrapePool }) => scrapePool === job).map(({ scrapeUrl }) => scrapeUrl).toSorted();

  it('scrapes pods that ask for it, where they say', () => {
    expect(of('kubernetes-pods')).toEqual(['http://127.0.0.1:9/deep', 'http://127.0.0.1:9/metrics']);
  });

  it('has the labels that the queries of canaries name', () => {
    const labels = targets.find(({ scrapeUrl }) => scrapeUrl === 'http://127.0.0.1:9/metrics')?.labels;
    expect(labels).toMatchObject({ kubernetes_namespace: 'shop', kubernetes_pod_name: 'cart-1', app: 'cart' });
  });

  it("scrapes App Mesh's Envoy, and nothing else, in a pod", () => {
    expect(of('appmesh-envoy')).toEqual(['http://127.0.0.1:9901/stats/prometheus']);
  });

  it('reads containers through the API server', () => {
    expect(of('kubernetes-cadvisor')).toEqual(['https://kubernetes.default.svc:443/api/v1/nodes/n-1/proxy/metrics/cadvisor']);
  });

  it('scrapes the API servers', () => {
    expect(of('kubernetes-apiservers')).toEqual(['https://127.0.0.1:1/metrics']);
  });

  it('is where the operator asks', () => {
    const rendered = objectsIn(render('flagger', { prometheus: { install: true } }));
    expect(JSON.stringify(rendered)).toContain('-metrics-server=http://flagger-prometheus:9090');
    expect(only('Service', rendered)).toMatchObject({ metadata: { name: 'flagger-prometheus', namespace: 'flagger-system' }, spec: { ports: [{ port: 9090 }] } });
  });
});
