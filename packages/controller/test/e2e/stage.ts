import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { createRealClock } from '@flagger/testkit';
import { ApiLab } from '../golden/api-lab.ts';
import { serveBackends } from '../golden/backend-server.ts';
import type { BackendServer } from '../golden/backend-server.ts';
import { Backends } from '../golden/backends.ts';
import { silentLogger } from '../golden/silent-logger.ts';
import { AuditLog } from './audit-log.ts';
import { ControllerProcess, ControlPlane } from './control-plane.ts';
import { wallClock } from './wall-clock.ts';

/** A file or folder of packages/deploy. */
export const inDeploy = (path: string): string => fileURLToPath(new URL(`../../../deploy/${path}`, import.meta.url));
/** The shipped bundle. */
export const BUNDLE = fileURLToPath(new URL('../../dist/flagger.js', import.meta.url));
const CRDS = ['crds/flagger.yaml', ...readdirSync(inDeploy('crds/third-party')).map(file => `crds/third-party/${file}`)];

/** A real control plane, with everything that controllers call out to, and a lab in each namespace. */
export class Stage {
  readonly plane: ControlPlane;
  /** With an administrator's rights. */
  readonly cluster: Cluster;
  readonly audit: AuditLog;
  /** Where the backends of all namespaces answer. */
  readonly url: string;
  /** For files of the test's own. */
  readonly folder: string;
  readonly #backends: ReadonlyMap<string, Backends>;
  readonly #server: BackendServer;
  readonly #controllers: ControllerProcess[] = [];

  private constructor(parts: { plane: ControlPlane; cluster: Cluster; server: BackendServer; backends: ReadonlyMap<string, Backends> }) {
    this.plane = parts.plane;
    this.cluster = parts.cluster;
    this.audit = new AuditLog(join(parts.plane.dir, 'audit.log'));
    this.url = parts.server.url;
    this.folder = mkdtempSync(join(tmpdir(), 'flagger-stage-'));
    this.#server = parts.server;
    this.#backends = parts.backends;
  }

  static async start(apiPort: number, namespaces: readonly string[]): Promise<Stage> {
    const plane = ControlPlane.start(apiPort);
    plane.installCrds(CRDS.map(inDeploy));
    const cluster = await createCluster({ kubeconfig: plane.kubeconfig, clock: createRealClock(), logger: silentLogger, qps: 10_000, burst: 10_000 });
    const backends = new Map(namespaces.map(name => [name, new Backends(name, wallClock.now)]));
    return new Stage({ plane, cluster, server: await serveBackends(backends), backends });
  }

  backendsOf(namespace: string): Backends {
    const own = this.#backends.get(namespace);
    if (own === undefined) throw new Error(`no backends for ${namespace}`);
    return own;
  }

  labIn(namespace: string): ApiLab {
    return new ApiLab({ namespace, base: this.url, backends: this.backendsOf(namespace), cluster: this.cluster, pacer: wallClock });
  }

  /** Starts the shipped bundle with these flags, and waits until its caches are complete. */
  async startController(name: string, port: number, flags: readonly string[]): Promise<ControllerProcess> {
    const own = [`-metrics-server=${this.url}/prom`, `-event-webhook=${this.url}/events`, `-port=${port}`, '-log-level=info'];
    const controller = new ControllerProcess([...own, ...flags], { bundle: BUNDLE, log: join(this.folder, `${name}.log`) });
    this.#controllers.push(controller);
    await controller.healthy(port);
    return controller;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#controllers.map(controller => controller.stop()));
    await this.cluster.close();
    await this.#server.close();
    this.plane.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
