import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { CANARIES } from '@flagger/sdk';
import type { Canary, Manifest, ResourceType } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { AuditLog } from '../test/e2e/audit-log.ts';
import { ControllerProcess, ControlPlane } from '../test/e2e/control-plane.ts';
import { serveBackends } from '../test/golden/backend-server.ts';
import { Backends } from '../test/golden/backends.ts';
import { builtinMetrics } from '../test/golden/objects.ts';
import { silentLogger } from '../test/golden/silent-logger.ts';

type Report = (figure: string, value: number, unit: string) => void;

const DEPLOYMENTS: ResourceType = { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true };
const NAMESPACES: ResourceType = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };
const FOREVER = new AbortController().signal;
const PORTS = { api: 39443, controller: 39480 };
const IDLE_MS = 30_000;
const TICKS_PER_SECOND = 100;
const inDeploy = (path: string): string => join(import.meta.dirname, '../../deploy', path);

/** What Flagger 1.44 needed on the same control plane, at 10, 100 and 300 canaries. */
const FLAGGER: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'API requests per idle canary and 10 s': { 10: '12', 100: '13', 300: '5' },
  'idle CPU': { 10: '0.3', 100: '5.6', 300: '7.5' },
  'RSS at rest': { 10: '65', 100: '72', 300: '83' },
  'change noticed after, p95': { 10: '7.4 s', 100: '19 s', 300: '37 s' },
  'rollout, p50': { 10: '47', 100: '50', 300: '154' },
  'requests per rollout': { 10: '96', 100: '101', 300: '92' },
};

const sleep = (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms));
const quantile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const rssMiB = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

function deployment(namespace: string, name: string): Manifest {
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'podinfod', image: 'podinfo:1', ports: [{ name: 'http', containerPort: 9898 }] }] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace, name, labels: { app: name } }, spec: { replicas: 1, selector: { matchLabels: { app: name } }, template } } as Manifest;
}

function canary(namespace: string, name: string): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { namespace, name },
    spec: {
      provider: 'istio', targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, service: { port: 80, targetPort: 9898 },
      analysis: { interval: '10s', threshold: 2, stepWeight: 50, maxWeight: 50, metrics: builtinMetrics as Canary['spec']['analysis']['metrics'] & object },
    },
  };
}

/** One control plane with the shipped bundle and a number of canaries. */
class Yard {
  readonly #names: readonly string[];
  readonly #namespace: string;
  readonly #cluster: Cluster;
  readonly #controller: ControllerProcess;
  readonly #audit: AuditLog;

  constructor(parts: { names: readonly string[]; namespace: string; cluster: Cluster; controller: ControllerProcess; audit: AuditLog }) {
    this.#names = parts.names;
    this.#namespace = parts.namespace;
    this.#cluster = parts.cluster;
    this.#controller = parts.controller;
    this.#audit = parts.audit;
  }

  async fill(): Promise<void> {
    const { store } = this.#cluster;
    await store.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.#namespace } }, FOREVER);
    for (const name of this.#names) await store.create(DEPLOYMENTS, deployment(this.#namespace, name), FOREVER);
    for (const name of this.#names) await store.create(CANARIES, canary(this.#namespace, name), FOREVER);
    await this.#reach('Initialized', () => undefined);
    await sleep(12_000);
  }

  async rest(report: Report): Promise<void> {
    const { pid } = this.#controller;
    const [requests, cpu, began] = [this.#requests(), cpuSeconds(pid), performance.now()];
    await sleep(IDLE_MS);
    const seconds = (performance.now() - began) / 1000;
    report('API requests per idle canary and 10 s', ((this.#requests() - requests) / this.#names.length / seconds) * 10, '');
    report('idle CPU', ((cpuSeconds(pid) - cpu) / seconds) * 100, '% of one core');
    report('RSS at rest', rssMiB(pid), 'MiB');
  }

  async release(report: Report): Promise<void> {
    const requests = this.#requests();
    const events = this.#events();
    const [changed, noticed, done] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
    const stop = this.#cluster.watch(CANARIES, ({ object }) => {
      const since = performance.now() - (changed.get(object.metadata.name) ?? Number.NaN);
      const { phase } = object.status ?? {};
      if (phase === 'Progressing' && !noticed.has(object.metadata.name)) noticed.set(object.metadata.name, since);
      if (phase === 'Succeeded' && noticed.has(object.metadata.name) && !done.has(object.metadata.name)) done.set(object.metadata.name, since);
    });
    const patch = { spec: { template: { spec: { containers: [{ name: 'podinfod', image: 'podinfo:2', ports: [{ name: 'http', containerPort: 9898 }] }] } } } };
    await Promise.all(this.#names.map(async name => {
      changed.set(name, performance.now());
      await this.#cluster.store.patch(DEPLOYMENTS, { namespace: this.#namespace, name }, patch, FOREVER);
    }));
    await this.#reach('Succeeded', () => done.size === this.#names.length);
    stop();
    const count = this.#names.length;
    report('change noticed after, p95', quantile([...noticed.values()], 0.95), 'ms');
    report('rollout, p50', quantile([...done.values()], 0.5) / 1000, 's');
    report('requests per rollout', (this.#requests() - requests) / count, '');
    report('writes besides events per rollout', (this.#requests() - requests - (this.#events() - events)) / count, '');
    report('RSS after rollouts', rssMiB(this.#controller.pid), 'MiB');
  }

  async #reach(phase: string, early: () => boolean | undefined): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      const canaries = await this.#cluster.store.list(CANARIES, this.#namespace, FOREVER);
      if (early() === true || (early() === undefined && canaries.filter(each => each.status?.phase === phase).length === this.#names.length)) return;
      await sleep(500);
    }
    throw new Error(`not all canaries came to ${phase} within five minutes`);
  }

  /** Requests but for watches, which stay open. */
  #requests(): number {
    return this.#audit.entries().filter(({ verb }) => verb !== 'watch').length;
  }

  #events(): number {
    return this.#audit.entries().filter(({ objectRef }) => objectRef?.resource === 'events').length;
  }
}

async function measure(count: number, report: Report): Promise<void> {
  const plane = ControlPlane.start(PORTS.api);
  try {
    plane.installCrds([inDeploy('crds/flagger.yaml'), inDeploy('crds/third-party/istio.yaml')]);
    const kubeconfig = plane.controllerKubeconfig(inDeploy('rbac/flagger.yaml'));
    const namespace = `bench-${count}`;
    const server = await serveBackends(new Map([[namespace, new Backends(namespace, () => Date.now())]]));
    const cluster = await createCluster({ kubeconfig: plane.kubeconfig, clock: createRealClock(), logger: silentLogger, qps: 10_000, burst: 10_000 });
    await cluster.store.list(CANARIES, undefined, FOREVER);
    const began = performance.now();
    const flags = [`-kubeconfig=${kubeconfig}`, `-metrics-server=${server.url}/prom`, '-mesh-provider=istio', `-port=${PORTS.controller}`, '-log-level=error'];
    const controller = new ControllerProcess(flags, { bundle: join(import.meta.dirname, '../dist/flagger.js'), log: join(mkdtempSync(join(tmpdir(), 'flagger-bench-')), 'log') });
    await controller.answers(PORTS.controller, '/healthz');
    report('process start to healthy', performance.now() - began, 'ms');
    await controller.healthy(PORTS.controller);
    const names = Array.from({ length: count }, (_, index) => `app-${String(index).padStart(4, '0')}`);
    const audit = new AuditLog(join(plane.dir, 'audit.log'));
    const yard = new Yard({ names, namespace, cluster, controller, audit });
    const titled: Report = (figure, value, unit) => { report(`${figure} (Flagger ${FLAGGER[figure]?.[count] ?? '–'})`, value, unit); };
    await yard.fill();
    await yard.rest(titled);
    await yard.release(titled);
    await controller.stop();
    await cluster.close();
    await server.close();
  } finally {
    plane.stop();
  }
}

const counts = (process.env['FLAGGER_BENCH_CANARIES'] ?? '10,100,300').split(',').map(Number);

/** The operator on a real control plane, beside what Flagger needs there. `FLAGGER_BENCH_CANARIES=10,100` chooses the sizes. */
export default counts.map(count => ({ name: `${count} canaries`, rounds: 1, run: (report: Report) => measure(count, report) }));
