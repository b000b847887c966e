import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCluster } from '@flagger/cluster';
import { CANARIES } from '@flagger/sdk';
import type { Canary, Logger, Manifest } from '@flagger/sdk';
import { createRealClock, simulateWorkloads, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { App } from './app.ts';
import { renderConfig } from './haproxy-config.ts';
import type { HaproxyPorts } from './haproxy-config.ts';
import { freePort, realPause, RealProcess } from './real-process.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const CRDS = [fileOf('crd.yaml'), fileOf('../../packages/deploy/crds/flagger.yaml')];
const BUNDLE = fileOf('../../packages/controller/dist/flagger.js');
const KEY = { namespace: 'test', name: 'podinfo' };
/** The operator's clock runs twice as fast: the shortest interval of an analysis is long for a test. */
const CLOCK_SPEED = '2';
const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

/** Has a process ended with the lab. */
type Keep = (process: RealProcess) => RealProcess;

/** Ends something. */
type Close = () => Promise<void> | void;

interface LabFields {
  readonly api: ApiServer;
  readonly canaryApp: App;
  readonly ports: HaproxyPorts;
  readonly operator: RealProcess;
}

/** A real HAProxy with two servers behind it, its agent, a real Prometheus and the operator's bundle, on an API server in this process. */
export class HaproxyLab {
  readonly api: ApiServer;
  readonly canaryApp: App;
  readonly ports: HaproxyPorts;
  readonly operator: RealProcess;
  readonly #closes: Close[];
  #loaded = true;

  private constructor({ api, canaryApp, ports, operator }: LabFields, closes: Close[]) {
    this.api = api;
    this.canaryApp = canaryApp;
    this.ports = ports;
    this.operator = operator;
    this.#closes = closes;
    void this.#load();
  }

  static async start(): Promise<HaproxyLab> {
    const closes: Close[] = [];
    try {
      return new HaproxyLab(await open(closes), closes);
    } catch (error) {
      await closeAll(closes);
      throw error;
    }
  }

  canary(): Canary | undefined {
    return this.api.store.get(CANARIES, KEY);
  }

  create(object: Manifest): void {
    this.api.store.create({ ...object, metadata: { ...object.metadata, namespace: KEY.namespace } });
  }

  /** Changes the target's image, which is a release. */
  image(tag: string): void {
    const containers = [{ name: 'podinfod', image: `podinfo:${tag}`, ports: [{ name: 'http', containerPort: 9898 }] }];
    this.api.store.patch({ apiVersion: 'apps/v1', kind: 'Deployment' }, KEY, { spec: { template: { spec: { containers } } } });
  }

  async until(what: string, done: (canary: Canary | undefined) => boolean): Promise<void> {
    for (let attempt = 0; !done(this.canary()); attempt++) {
      if (attempt > 3000) throw new Error(`never: ${what}; ${JSON.stringify(this.canary()?.status)}; ${this.operator.log().slice(-2000)}`);
      await realPause(20);
    }
  }

  /** The percentage of requests that the canary answers. */
  async share(requests = 200): Promise<number> {
    let answered = 0;
    for (let sent = 0; sent < requests; sent++) if ((await this.#request()) === 'canary') answered += 1;
    return (100 * answered) / requests;
  }

  async close(): Promise<void> {
    this.#loaded = false;
    await closeAll(this.#closes);
  }

  async #request(): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${this.ports.frontend}/`);
    return answer.text();
  }

  /** Users never stop. */
  async #load(): Promise<void> {
    while (this.#loaded) {
      await this.#request().catch(() => undefined);
      await realPause(20);
    }
  }
}

async function open(closes: Close[]): Promise<LabFields> {
  const folder = mkdtempSync(join(tmpdir(), 'haproxy-e2e-'));
  closes.push(() => rmSync(folder, { recursive: true, force: true }));
  const keep: Keep = process => {
    closes.push(() => process.stop());
    return process;
  };
  const ports: HaproxyPorts = { frontend: await freePort(), metrics: await freePort(), primary: await freePort(), canary: await freePort() };
  const [primaryApp, canaryApp] = [await App.start('primary', ports.primary), await App.start('canary', ports.canary)];
  closes.push(() => primaryApp.close(), () => canaryApp.close());
  const socket = await startHaproxy(ports, folder, keep);
  const metricsServer = await startPrometheus(ports.metrics, folder, keep);
  const api = await startCluster(closes);
  keep(await RealProcess.start({ command: process.execPath, args: [fileOf('dist/main.js'), `--socket=${socket}`, `--master=${api.url}`] }));
  const port = await freePort();
  const args = [BUNDLE, `-master=${api.url}`, `-providers=${fileOf('dist/index.js')}`, '-mesh-provider=haproxy', `-metrics-server=${metricsServer}`, `-port=${port}`];
  const operator = keep(await RealProcess.start({ command: process.execPath, args, env: { FLAGGER_CLOCK_SPEED: CLOCK_SPEED }, readyUrl: `http://127.0.0.1:${port}/readyz` }));
  return { api, canaryApp, ports, operator };
}

async function startHaproxy(ports: HaproxyPorts, folder: string, keep: Keep): Promise<string> {
  const [config, socket] = [join(folder, 'haproxy.cfg'), join(folder, 'admin.sock')];
  writeFileSync(config, renderConfig(ports, socket));
  keep(await RealProcess.start({ command: 'haproxy', args: ['-db', '-f', config], readyUrl: `http://127.0.0.1:${ports.metrics}/metrics` }));
  return socket;
}

async function startPrometheus(scrapes: number, folder: string, keep: Keep): Promise<string> {
  const config = join(folder, 'prometheus.yml');
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [{ job_name: 'haproxy', static_configs: [{ targets: [`127.0.0.1:${scrapes}`] }] }] }));
  const address = `127.0.0.1:${await freePort()}`;
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=${address}`];
  keep(await RealProcess.start({ command: 'prometheus', args, readyUrl: `http://${address}/-/ready` }));
  return `http://${address}`;
}

async function startCluster(closes: Close[]): Promise<ApiServer> {
  const clock = createRealClock();
  const api = await startApiServer({ clock });
  closes.push(() => api.close());
  for (const crd of CRDS) api.installCrds(readFileSync(crd, 'utf8'));
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: KEY.namespace } });
  const cluster = await createCluster({ master: api.url, clock, logger: silent });
  closes.push(() => cluster.close());
  const workloads = await simulateWorkloads({ cluster, clock, logger: silent, podStartupMs: 300 }, new AbortController().signal);
  closes.push(() => workloads.stop());
  return api;
}

/** The last that came goes first. */
async function closeAll(closes: Close[]): Promise<void> {
  for (const close of closes.splice(0).reverse()) await close();
}
