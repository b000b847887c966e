import type { MetricProvider } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { createHttpClient } from '../../src/http/create-http-client.ts';
import { createCatalog } from '../../src/plugins/catalog.ts';
import type { Catalog } from '../../src/plugins/catalog.ts';
import { loadPlugins } from '../../src/plugins/load-plugins.ts';
import { silentLogger } from '../golden/silent-logger.ts';
import { MeshExporter } from './mesh-exporter.ts';
import type { MeshSeries } from './mesh-series.ts';
import { PrometheusProcess } from './prometheus-process.ts';

/** Of the queries; short, for one has to pass before there are answers. */
export const INTERVAL = '5s';

/** A real Prometheus that scrapes meshes, and the operator's way to ask it. */
export interface MeshPrometheus {
  readonly catalog: Catalog;
  readonly client: MetricProvider;
  stop(): Promise<void>;
}

/** Starts it and waits until every sample of the queries' windows is there. */
export async function startMeshPrometheus(port: number, meshes: readonly MeshSeries[], signal: AbortSignal): Promise<MeshPrometheus> {
  const catalog = createCatalog(await loadPlugins([], { folder: import.meta.dirname }));
  const exporter = await MeshExporter.start(meshes);
  const server = await PrometheusProcess.start(port, exporter.address).catch(async (error: unknown) => {
    await exporter.stop();
    throw error;
  });
  const clock = createRealClock();
  const prometheus = catalog.metrics.get('prometheus');
  if (prometheus === undefined) throw new Error('no provider of type prometheus');
  const client = prometheus.create({ spec: { type: 'prometheus', address: server.url }, credentials: {}, interval: INTERVAL, http: createHttpClient({ clock }), clock, logger: silentLogger });
  const scrapes = `min(count_over_time(up[${INTERVAL}]))`;
  while (!(Number(await client.query(scrapes, signal)) >= 5)) await new Promise(resolve => void setTimeout(resolve, 250));
  const stop = async (): Promise<void> => {
    await server.stop();
    await exporter.stop();
  };
  return { catalog, client, stop };
}
