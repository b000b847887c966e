import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { Clock, Logger } from '@flagger/sdk';
import { apiLimit } from '../flags/api-limit.ts';
import type { Flags } from '../flags/flags.ts';
import { createHttpClient } from '../http/create-http-client.ts';
import type { OperatorOptions } from '../operator.ts';
import { loadPlugins } from '../plugins/load-plugins.ts';
import type { CanaryRecorder } from '../recorder/canary-recorder.ts';
import type { OperatorSeries } from '../recorder/operator-series.ts';
import { checkMetricsServer } from '../run/check-metrics-server.ts';
import { checkCluster } from '../run/startup-checks.ts';
import { compose } from './compose.ts';
import type { Composed } from './compose.ts';

/** What is there before the heavy parts are loaded. */
export interface AssembleInputs {
  readonly options: OperatorOptions & { readonly flags: Flags };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly recorder: CanaryRecorder;
  readonly series: OperatorSeries;
  /** Told of each cluster as soon as it is open. */
  readonly onCluster: (cluster: Cluster, close: () => Promise<void>) => void;
}

/** The operator's parts, in a cluster that has been checked. */
export interface Assembled extends Composed {
  readonly cluster: Cluster;
}

/** Loads the plug-ins, opens the clusters, checks them, and puts everything together. @source flagger cmd/flagger/main.go main */
export async function assemble(inputs: AssembleInputs, signal: AbortSignal): Promise<Assembled> {
  const { options, clock, logger, recorder, series } = inputs;
  const { flags } = options;
  const plugins = [...await loadPlugins(flags.providers, { folder: options.folder ?? '.', clock }), ...(options.plugins ?? [])];
  const cluster = options.cluster ?? (await open(inputs, flags.kubeconfig));
  if (options.cluster !== undefined) inputs.onCluster(options.cluster, () => Promise.resolve());
  const meshCluster = await openMesh(inputs, cluster);
  await checkCluster(cluster, { namespace: flags.namespace, logger }, signal);
  const http = options.http ?? createHttpClient({ clock });
  const composed = compose({ flags, clock, logger, http, recorder, series, cluster, meshCluster, plugins });
  await checkMetricsServer(flags.metricsServer, composed.catalog.metrics.get('prometheus'), { http, clock, logger }, signal);
  return { ...composed, cluster };
}

/** A second cluster is only one if it has another address: two caches of the same objects would miss each other's writes. */
async function openMesh(inputs: AssembleInputs, cluster: Cluster): Promise<Cluster> {
  const { kubeconfigServiceMesh } = inputs.options.flags;
  if (kubeconfigServiceMesh === '') return cluster;
  const mesh = await open(inputs, kubeconfigServiceMesh);
  return mesh.host === cluster.host ? cluster : mesh;
}

async function open({ options: { flags }, clock, logger, series, onCluster }: AssembleInputs, kubeconfig: string): Promise<Cluster> {
  const { master, namespace } = flags;
  const onRequest = (verb: string, code: number): void => series.apiRequests.inc({ verb, code: String(code) });
  const cluster = await createCluster({ kubeconfig, master, namespace, ...apiLimit(flags), clock, logger, onRequest });
  onCluster(cluster, () => cluster.close());
  return cluster;
}
