import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster } from '@flagger/cluster';
import type { Clock, Logger } from '@flagger/sdk';
import {
  AppVersions, Counters, createRealClock, IstioRoutes, recordSeries, simulateWorkloads, startApiServer, startMeshRouter, startPrometheus,
} from '@flagger/testkit';
import type { ApiServer, MeshRouter, Prometheus } from '@flagger/testkit';
import { ControllerProcess } from './controller-process.ts';
import type { DemoOptions } from './demo-options.ts';
import { startEventReceiver } from './event-receiver.ts';
import type { EventReceiver } from './event-receiver.ts';

/** All that a release needs, on this machine: no cluster, no containers. */
export interface Playground {
  readonly api: ApiServer;
  readonly kubeconfig: string;
  readonly prometheus: Prometheus;
  readonly events: EventReceiver;
  readonly router: MeshRouter;
  readonly controller: ControllerProcess;
  /** Real time: requests are not speeded up. */
  readonly clock: Clock;
  close(): Promise<void>;
}

const CRDS = join(import.meta.dirname, '../../../packages/deploy/crds');

/** How the versions behave. */
export const VERSIONS = {
  '1.0.0': { errorRate: 0, latency: { medianMs: 5, p99Ms: 30 } },
  '2.0.0': { errorRate: 0, latency: { medianMs: 4, p99Ms: 25 } },
  '3.0.0': { errorRate: 0.25, latency: { medianMs: 5, p99Ms: 30 } },
  '4.0.0': { errorRate: 0, latency: { medianMs: 6, p99Ms: 40 } },
  '5.0.0': { errorRate: 0, latency: { medianMs: 1500, p99Ms: 2000 } },
} as const;

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => quiet };

/**
 * Starts an API server, the controllers of Kubernetes that make workloads ready, the application's versions, a mesh that
 * routes as the live objects say, a Prometheus that watches it, and the controller.
 */
export async function startPlayground(options: DemoOptions, signal: AbortSignal): Promise<Playground> {
  const clock = createRealClock();
  const fastClock = createRealClock({ speed: options.speed });
  const folder = await mkdtemp(join(tmpdir(), 'flagger-demo-'));
  const api = await startApiServer({ clock: fastClock, port: options.port });
  for (const file of ['flagger.yaml', 'third-party/istio.yaml']) api.installCrds(await readFile(join(CRDS, file), 'utf8'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, api.kubeconfig, { mode: 0o600 });

  const cluster = await createCluster({ kubeconfig, clock: fastClock, logger: quiet });
  const workloads = await simulateWorkloads({ cluster, clock: fastClock, logger: quiet, podStartupMs: 3000, podDrainMs: 3000 }, signal);
  const versions = new AppVersions(clock);
  await Promise.all(Object.entries(VERSIONS).map(([version, behaviour]) => versions.start(version, behaviour)));
  const counters = new Counters();
  const router = await startMeshRouter({
    reader: cluster.store, routes: [new IstioRoutes(cluster.store)], endpoints: workloads, versions, clock, onRequest: recordSeries(counters),
  });
  const prometheus = await startPrometheus({ counters, clock: fastClock });
  const events = await startEventReceiver();
  const controller = await ControllerProcess.start({
    kubeconfig, metricsServer: prometheus.url, eventWebhook: events.url, speed: options.speed, folder,
  });
  return {
    api, kubeconfig, prometheus, events, router, controller, clock,
    close: async () => {
      await controller.stop();
      workloads.stop();
      await Promise.all([router.close(), versions.close(), prometheus.close(), events.close(), cluster.close()]);
      await api.close();
      await rm(folder, { recursive: true });
    },
  };
}
