import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryModel, renderQuery } from '@flagger/core';
import type { Canary, MetricProvider, Observer } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { createHttpClient } from '../../src/http/create-http-client.ts';
import { createCatalog } from '../../src/plugins/catalog.ts';
import type { Catalog } from '../../src/plugins/catalog.ts';
import { chooseObserver } from '../../src/plugins/choose-observer.ts';
import { loadPlugins } from '../../src/plugins/load-plugins.ts';
import { silentLogger } from '../golden/silent-logger.ts';
import { MeshExporter } from './mesh-exporter.ts';
import { MESHES } from './mesh-series.ts';
import { PrometheusProcess } from './prometheus-process.ts';

const PORT = 38590;
const INTERVAL = '5s';
const { signal } = new AbortController();

let exporter: MeshExporter;
let server: PrometheusProcess;
let client: MetricProvider;
let catalog: Catalog;

beforeAll(async () => {
  catalog = createCatalog(await loadPlugins([], { folder: import.meta.dirname }));
  exporter = await MeshExporter.start(MESHES);
  server = await PrometheusProcess.start(PORT, exporter.address);
  const clock = createRealClock();
  const prometheus = catalog.metrics.get('prometheus') ?? raise('no provider of type prometheus');
  client = prometheus.create({ spec: { type: 'prometheus', address: server.url }, credentials: {}, interval: INTERVAL, http: createHttpClient({ clock }), clock, logger: silentLogger });
  // Every sample of the queries' windows is there.
  const scrapes = `min(count_over_time(up[${INTERVAL}]))`;
  while (!(Number(await client.query(scrapes, signal)) >= 5)) await new Promise(resolve => void setTimeout(resolve, 250));
}, 60_000);

function raise(message: string): never {
  throw new Error(message);
}

afterAll(async () => {
  await server.stop();
  await exporter.stop();
}, 30_000);

function canaryOf(provider: string, namespace: string): Canary {
  const reference = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'podinfo' };
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace },
    spec: { provider, targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, ingressRef: reference, routeRef: reference, analysis: {} },
  };
}

/** What the built-in checks of a provider read; durations in milliseconds. */
async function read(provider: string, namespace: string): Promise<readonly [rate: number | 'no-values', duration: number | 'no-values']> {
  const canary = canaryOf(provider, namespace);
  const observer: Observer = chooseObserver(catalog, canary, provider);
  // Knative's target knows the newest revision.
  const model = queryModel(canary, { interval: INTERVAL }, provider === 'knative' ? 'podinfo-00002' : undefined);
  const ask = (query: string): Promise<number | 'no-values'> => client.query(renderQuery(query, model), signal);
  const duration = await ask(observer.duration.query);
  return [await ask(observer.successRate.query), typeof duration === 'number' && observer.duration.unit === 'seconds' ? duration * 1000 : duration];
}

describe('the checks of a provider, answered by a real Prometheus', () => {
  it.each(MESHES.map(({ provider }) => provider))('%s: of the canary alone', async provider => {
    const [rate, duration] = await read(provider, 'prod');
    expect(rate).toBeCloseTo(90, 0);
    // The mean of what is always the same, or the bucket in which it is.
    expect(duration).toBeGreaterThan(10);
    expect(duration).toBeLessThanOrEqual(100);
  });

  it.each(MESHES.map(({ provider }) => provider))('%s: nothing, where there is no traffic', async provider => {
    expect(await read(provider, 'elsewhere')).toEqual(['no-values', 'no-values']);
  });
});
