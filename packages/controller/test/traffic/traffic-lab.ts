import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { AppVersions, createRealClock, IstioRoutes, startMeshRouter } from '@flagger/testkit';
import type { AnsweredRequest, MeshRouter } from '@flagger/testkit';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import { silentLogger } from '../golden/silent-logger.ts';
import { Visitor } from './visitor.ts';

const FIRST = '1';

/** A released application behind a mesh that serves real HTTP by the live objects. Versions are named by their image's tag. */
export class TrafficLab {
  readonly world: EmbeddedWorld;
  /** What Pods answered, copies of requests too. */
  readonly answered: AnsweredRequest[] = [];
  readonly #cluster: Cluster;
  readonly #versions: AppVersions;
  #mesh: MeshRouter | undefined;

  private constructor(world: EmbeddedWorld, cluster: Cluster, versions: AppVersions) {
    this.world = world;
    this.#cluster = cluster;
    this.#versions = versions;
  }

  /** The canary is initialized with its first version. */
  static async start(namespace: string, analysis: Record<string, unknown>): Promise<TrafficLab> {
    const world = await EmbeddedWorld.start(namespace);
    // Answers come at once: what is looked at is where requests go.
    const instantly = { ...createRealClock(), after: (_: number, run: () => void) => createRealClock().after(0, run) };
    const cluster = await createCluster({ master: world.api.url, clock: world.clock, logger: silentLogger });
    const lab = new TrafficLab(world, cluster, new AppVersions(instantly));
    await lab.#versions.start(FIRST);
    const { store } = cluster;
    lab.#mesh = await startMeshRouter({
      reader: store, routes: [new IstioRoutes(store)], endpoints: world.pods, versions: lab.#versions, clock: world.clock, onRequest: request => lab.answered.push(request),
    });
    await world.lab.create(deployment());
    await world.lab.create(canary('istio', { metrics: builtinMetrics, ...analysis }));
    await phase(world.lab, 'Initialized');
    return lab;
  }

  /** A version begins to be released; resolves when an event that matches was heard. */
  async release(tag: string, until: RegExp): Promise<void> {
    const past = this.world.lab.messages().length;
    await this.#versions.start(tag);
    await this.world.lab.image(tag);
    await this.heard(until, past);
  }

  /** Resolves when an event that matches is heard, after so many others, and the mesh knows of it. */
  async heard(pattern: RegExp, past = 0): Promise<void> {
    const { lab } = this.world;
    await lab.until(`event ${String(pattern)}`, () => lab.messages().slice(past).some(message => pattern.test(message)));
    await this.#seen();
  }

  async promoted(): Promise<void> {
    await phase(this.world.lab, 'Succeeded', 400);
    await this.#seen();
  }

  visitors(count: number): readonly Visitor[] {
    return Array.from({ length: count }, () => new Visitor(this.#mesh?.url ?? '', { host: 'podinfo', 'x-source-namespace': this.world.lab.namespace }));
  }

  async close(): Promise<void> {
    await this.#mesh?.close();
    await this.#versions.close();
    await this.#cluster.close();
    await this.world.close();
  }

  /** The mesh knows what the API server knows. */
  async #seen(): Promise<void> {
    await this.world.settle();
    await this.#cluster.settled(this.world.api.barrier(), AbortSignal.timeout(5000));
  }
}
