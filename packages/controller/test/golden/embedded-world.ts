import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { CANARIES, isCanaryError } from '@flagger/sdk';
import { createVirtualClock, simulateWorkloads, startApiServer } from '@flagger/testkit';
import type { ApiServer, EndpointSource, RequestRecord, VirtualClock, WorkloadSimulation } from '@flagger/testkit';
import type { Operator, OperatorOptions } from '../../src/index.ts';
import { ApiLab } from './api-lab.ts';
import type { Pacer } from './api-lab.ts';
import { BackendClient } from './backend-client.ts';
import { Backends } from './backends.ts';
import { ControllerRun } from './controller-run.ts';
import type { Heard } from './recording.ts';
import { silentLogger } from './silent-logger.ts';

/** The controller's tokens, which are also its names, one a run: what a killed run still sends must not pass for its successor's. */
const CONTROLLERS: readonly string[] = Array.from({ length: 30 }, (_, run) => `flagger-${run}`);
/** Nothing listens there: it is where the recordings' backends were, and Secrets hold the address. */
const BASE = 'http://127.0.0.1:18080';
const CRDS = ['flagger.yaml', 'third-party/istio.yaml', 'third-party/keda.yaml'].map(file =>
  readFileSync(new URL(`../../../deploy/crds/${file}`, import.meta.url), 'utf8'));

/** Two, so that a DaemonSet has Pods while it rolls. */
const NODES = ['node-0', 'node-1'].map(name => ({ name, labels: { 'kubernetes.io/hostname': name } }));

/** The flags with which real Flagger was recorded. */
export const RECORDED_FLAGS = {
  metricsServer: `${BASE}/prom`, meshProvider: 'istio', eventWebhook: `${BASE}/events`, slackUrl: `${BASE}/alert/global`, slackChannel: 'general',
  clusterName: 'lab', includeLabelPrefix: ['team.example'],
} as const;

/** Turns of the event loop after which a request that hangs is all that the operator waits for. */
const STILL_TURNS = 50;
/** How far time goes on while an operator ends. */
const TICK_MS = 100;

interface WorldParts {
  readonly clock: VirtualClock;
  readonly api: ApiServer;
  readonly runs: () => Promise<ControllerRun>;
  readonly firstRun: ControllerRun;
  readonly simulated: Cluster;
  readonly admin: Cluster;
  readonly workloads: WorkloadSimulation;
  readonly folder: string;
  readonly namespace: string;
  readonly backends: Map<string, Backends>;
  readonly client: BackendClient;
}

/** A whole world in this process: API server, controller-manager, operator and everything it calls, on one clock that stands still. */
export class EmbeddedWorld {
  readonly clock: VirtualClock;
  readonly api: ApiServer;
  readonly lab: ApiLab;
  readonly pacer: Pacer;
  /** Whether the controller may wait for the clock in the middle of a tick, as where the API server asks for patience. */
  waitsInTicks = false;
  readonly #runs: () => Promise<ControllerRun>;
  #run: ControllerRun;
  /** What has to be over before the world is at rest: a controller that starts, or one that is being buried. */
  #transition: Promise<unknown> = Promise.resolve();
  readonly #simulated: Cluster;
  readonly #workloads: WorkloadSimulation;
  readonly #folder: string;
  readonly #backends: Map<string, Backends>;
  readonly #client: BackendClient;
  readonly #admin: Cluster;

  private constructor(parts: WorldParts) {
    this.clock = parts.clock;
    this.api = parts.api;
    this.#runs = parts.runs;
    this.#run = parts.firstRun;
    this.#simulated = parts.simulated;
    this.#workloads = parts.workloads;
    this.#folder = parts.folder;
    this.pacer = { now: () => this.clock.now(), settle: () => this.settle(), step: limit => this.#step(limit) };
    this.#admin = parts.admin;
    this.#backends = parts.backends;
    this.#client = parts.client;
    this.lab = this.#labIn(parts.namespace);
  }

  static async start(namespace: string, options: Partial<OperatorOptions> = {}): Promise<EmbeddedWorld> {
    const clock = createVirtualClock({ start: Date.parse('2026-05-01T10:00:00Z') });
    const api = await startApiServer({ clock, users: Object.fromEntries(CONTROLLERS.map(name => [name, name])) });
    for (const crds of CRDS) api.installCrds(crds);
    const folder = mkdtempSync(join(tmpdir(), 'flagger-world-'));
    const backends = new Map<string, Backends>();
    const client = new BackendClient(clock, backends);
    const connect = (): Promise<Cluster> => createCluster({ master: api.url, clock, logger: silentLogger, qps: 10_000, burst: 10_000 });
    const [simulated, admin] = [await connect(), await connect()];
    const workloads = await simulateWorkloads({ cluster: simulated, clock, logger: silentLogger, podStartupMs: 1500, nodes: NODES }, new AbortController().signal);
    const names = [...CONTROLLERS];
    const runs = (): Promise<ControllerRun> =>
      ControllerRun.prepare({ clock, http: client, apiUrl: api.url, name: names.shift() ?? '', folder, options: { ...options, flags: { ...RECORDED_FLAGS, ...options.flags } } });
    const firstRun = await runs();
    const world = new EmbeddedWorld({ clock, api, runs, firstRun, simulated, admin, workloads, folder, namespace, backends, client });
    await world.lab.createNamespace();
    await firstRun.operator.start();
    return world;
  }

  get operator(): Operator {
    return this.#run.operator;
  }

  /** Knows the Pods that are ready. */
  get pods(): EndpointSource {
    return this.#workloads;
  }

  /** A lab in one more namespace of this world, with backends of its own. No namespace's name may be a part of another's. */
  async addLab(namespace: string): Promise<ApiLab> {
    const lab = this.#labIn(namespace);
    await lab.createNamespace();
    return lab;
  }

  /** Waits until nobody has anything left to do at this moment of the clock. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      const before = this.#progress();
      await this.#transition;
      await this.#rested();
      await this.#caughtUp();
      await turnOfEventLoop();
      quiet = this.#progress() === before && this.api.inFlight === 0 && !this.#workloads.busy ? quiet + 1 : 0;
    }
  }

  /** Writes of the controller that came to the server, as a recording has them. */
  writes(): readonly Heard[] {
    return this.api.requests.writes.filter(record => this.isController(record) && record.resource !== 'events' && record.code !== 0).map(asWrite);
  }

  /** Requests that the controller made, watches left out. */
  controllerRequests(): readonly RequestRecord[] {
    return this.api.requests.records.filter(record => this.isController(record) && record.verb !== 'watch');
  }

  /** Ends the operator in order. */
  async stopOperator(): Promise<void> {
    await this.operator.stop();
  }

  /** Starts another operator, which knows nothing of the one before. */
  async startOperator(): Promise<void> {
    await this.#replaceRun();
    await this.settle();
  }

  /** Kills the controller where it stands; another one starts `downtimeMs` later. */
  killOperator(downtimeMs: number): void {
    const { name } = this.#run;
    this.#run.kill();
    this.api.faults.inject(({ user }) => (user === name ? { kind: 'drop' } : undefined));
    this.#transition = this.#run.close();
    this.clock.after(downtimeMs, () => (this.#transition = this.#replaceRun().catch((error: unknown) => this.#startAgain(error, downtimeMs))));
  }

  /** Whether a request is the controller's. */
  isController({ user }: { readonly user: string }): boolean {
    return CONTROLLERS.includes(user);
  }

  /** Changes the canary's status as another software would. */
  patchStatus(status: Record<string, unknown>): void {
    this.api.store.patchStatus(CANARIES, { namespace: this.lab.namespace, name: 'podinfo' }, { status });
  }

  async close(): Promise<void> {
    await this.#transition;
    await this.#whileTimePasses(this.#run.close());
    this.#workloads.stop();
    await Promise.all([this.#simulated.close(), this.#admin.close()]);
    await this.api.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #labIn(namespace: string): ApiLab {
    const backends = new Backends(namespace, () => this.clock.now());
    this.#backends.set(namespace, backends);
    return new ApiLab({ namespace, base: BASE, backends, cluster: this.#admin, pacer: this.pacer });
  }

  /** An operator that ends gives messages a little time, which must go by. */
  async #whileTimePasses(ending: Promise<void>): Promise<void> {
    let ended = false;
    const end = ending.finally(() => (ended = true));
    for (let still = 0; !ended; still += 1) {
      await turnOfEventLoop();
      if (!ended && still % STILL_TURNS === STILL_TURNS - 1) this.clock.advance(TICK_MS);
    }
    await end;
  }

  /** A controller that can't reach the API server when it starts ends, and is started again. */
  #startAgain(error: unknown, downtimeMs: number): void {
    if (!isCanaryError(error)) throw error;
    this.killOperator(downtimeMs);
  }

  async #replaceRun(): Promise<void> {
    await this.#run.close();
    this.#run = await this.#runs();
    await this.#run.operator.start();
  }

  /** The operator has nothing to do, or waits for nothing but answers that won't come. */
  async #rested(): Promise<void> {
    let idle = false;
    // One that was stopped can't say it any more.
    void Promise.allSettled([this.#run.whileAlive(this.operator.idle())]).then(() => (idle = true));
    for (let still = 0, last = ''; !idle && ((this.#client.hanging === 0 && !this.waitsInTicks) || still < STILL_TURNS); ) {
      await turnOfEventLoop();
      const progress = this.#progress();
      still = progress === last && this.api.inFlight === 0 ? still + 1 : 0;
      last = progress;
    }
  }

  async #step(limit = Number.POSITIVE_INFINITY): Promise<void> {
    const next = this.clock.nextTimerAt();
    if (next === undefined) throw new Error('nothing will ever happen again');
    if (next > limit) this.clock.advance(limit - this.clock.now());
    else this.clock.runNext();
    await this.settle();
  }

  /** A watch that is just opening misses a barrier, so it is sent again until all have come to it. */
  async #caughtUp(): Promise<void> {
    const version = this.api.barrier();
    let settled = false;
    const reached = (cluster: Cluster): Promise<void> => cluster.settled(version, new AbortController().signal);
    const settling = Promise.all([this.#run.whileAlive(reached(this.#run.cluster)), reached(this.#simulated), reached(this.#admin)]).then(() => (settled = true));
    for (let attempt = 0; !settled; attempt++) {
      if (attempt % 50 === 49) this.api.barrier();
      await turnOfEventLoop();
    }
    await settling;
  }

  #progress(): string {
    return `${this.api.resourceVersion}/${this.api.requests.total}/${[...this.#backends.values()].reduce((sum, { heard }) => sum + heard.length, 0)}`;
  }
}

function turnOfEventLoop(): Promise<void> {
  return new Promise(resolve => void setImmediate(resolve));
}

function asWrite(record: RequestRecord): Heard {
  const { group, version, subresource, verb, code, receivedAtMs } = record;
  const resource = `${group === '' ? '' : `${group}/`}${version}/${record.resource}${subresource === '' ? '' : `/${subresource}`}`;
  const stored = record.result as { metadata?: { name?: string }; status?: unknown } | undefined;
  const body = resource.endsWith('canaries/status') ? { status: stored?.status } : stored;
  return { at: receivedAtMs, kind: 'write', verb, resource, name: record.name || (stored?.metadata?.name ?? ''), code, ...(code < 300 && verb !== 'delete' && { body }) } as Heard;
}
