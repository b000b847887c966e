import { Agent } from 'node:http';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { Manifest } from '@flagger/sdk';
import { startApiServer } from '../../src/api/start-api-server.ts';
import type { ApiServer } from '../../src/api/start-api-server.ts';
import { createRealClock } from '../../src/clock/real-clock.ts';
import { createVirtualClock } from '../../src/clock/virtual-clock.ts';
import type { AnsweredRequest } from '../../src/traffic/answered-request.ts';
import { AppVersions } from '../../src/traffic/app-versions.ts';
import { exchange } from '../../src/traffic/http-exchange.ts';
import type { ExchangeResponse } from '../../src/traffic/http-exchange.ts';
import { IstioRoutes } from '../../src/traffic/istio-routes.ts';
import { LoadGenerator } from '../../src/traffic/load-generator.ts';
import type { LoadOptions } from '../../src/traffic/load-generator.ts';
import { startMeshRouter } from '../../src/traffic/mesh-router.ts';
import type { MeshRouter } from '../../src/traffic/mesh-router.ts';
import type { Endpoint, EndpointSource } from '../../src/workloads/endpoint.ts';
import { quiet } from '../quiet-logger.ts';
import { VIRTUAL_SERVICE_CRD } from './virtual-service.ts';

/** Real time, for real HTTP, with chance that repeats. */
const clock = { ...createRealClock(), random: createVirtualClock({ seed: 7 }).random };

/** Ready Pods by the value of their label `app`. */
class ListedPods implements EndpointSource {
  readonly byApp = new Map<string, Endpoint[]>();

  ready(namespace: string, selector: Readonly<Record<string, string>>): readonly Endpoint[] {
    return (this.byApp.get(selector['app'] ?? '') ?? []).filter(endpoint => endpoint.namespace === namespace);
  }
}

/** A mesh on an embedded API server, in which `web-primary` runs version 1 and `web-canary` version 2, in the namespace `prod`. */
export class MeshLab {
  readonly api: ApiServer;
  readonly cluster: Cluster;
  readonly pods = new ListedPods();
  readonly versions = new AppVersions({ ...clock, after: (_, run) => clock.after(0, run) });
  readonly answered: AnsweredRequest[] = [];
  router: MeshRouter | undefined;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(api: ApiServer, cluster: Cluster) {
    this.api = api;
    this.cluster = cluster;
  }

  static async start(): Promise<MeshLab> {
    const api = await startApiServer({ clock });
    api.installCrds([VIRTUAL_SERVICE_CRD]);
    const lab = new MeshLab(api, await createCluster({ master: api.url, clock, logger: quiet }));
    lab.addService('web', 'web-primary');
    lab.addService('web-primary', 'web-primary');
    lab.addService('web-canary', 'web');
    lab.pods.byApp.set('web-primary', [lab.pod('web-primary', '1')]);
    lab.pods.byApp.set('web', [lab.pod('web', '2')]);
    await Promise.all([lab.versions.start('1'), lab.versions.start('2')]);
    const { store } = lab.cluster;
    lab.router = await startMeshRouter({
      reader: store, routes: [new IstioRoutes(store)], endpoints: lab.pods, versions: lab.versions, clock, onRequest: request => lab.answered.push(request),
    });
    return lab;
  }

  /** Puts an object, and waits until the mesh sees it. */
  async put(object: Manifest): Promise<void> {
    this.api.store.put(object);
    await this.cluster.settled(this.api.barrier(), AbortSignal.timeout(5000));
  }

  pod(workload: string, version: string): Endpoint {
    return { namespace: 'prod', pod: `${workload}-5d4f-x1`, workload, image: `registry.example/web:${version}` };
  }

  /** Load from clients in the namespace `prod`. */
  load(options: Partial<LoadOptions> = {}): LoadGenerator {
    return new LoadGenerator({ router: this.router?.url ?? '', host: 'web', sourceNamespace: 'prod', clock, requestsPerSecond: 100, ...options });
  }

  /** One request for the host `web`, with its whole answer. */
  get(target: string): Promise<ExchangeResponse> {
    const headers = { host: 'web', 'x-source-namespace': 'prod' };
    return exchange({ server: this.router?.url ?? '', method: 'GET', target, headers, body: Buffer.alloc(0) }, this.#agent);
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.router?.close();
    await this.versions.close();
    await this.cluster.close();
    await this.api.close();
  }

  addService(name: string, app: string): void {
    this.api.store.put({
      apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'prod', name }, spec: { selector: { app }, ports: [{ name: 'http', port: 80 }] },
    } as Manifest);
  }
}
