import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { CANARIES } from '@flagger/sdk';
import type { CanaryPhase } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { silentLogger } from '../test/golden/silent-logger.ts';
import { canary, deployment, DEPLOYMENTS, NAMESPACE, NAMESPACES, podTemplate } from './manifests.ts';

/** Writes that the bench itself makes side by side. */
const SIDE_BY_SIDE = 16;

/** The canaries that are measured, and when each came to which phase; it watches them, so it costs the API server no polling. */
export class CanaryFleet {
  readonly names: readonly string[];
  readonly #cluster: Cluster;
  readonly #signal: AbortSignal;
  readonly #phases = new Map<string, { readonly phase: CanaryPhase | ''; readonly atMs: number }>();
  readonly #waiting = new Set<() => void>();
  #image = 1;

  private constructor(cluster: Cluster, count: number, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#signal = signal;
    this.names = Array.from({ length: count }, (_, index) => `app-${String(index).padStart(4, '0')}`);
    cluster.watch(CANARIES, ({ object }) => this.#saw(object.metadata.name, object.status?.phase ?? ''));
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  /** Creates the targets; the canaries come with {@link createCanaries}. */
  static async create(kubeconfig: string, count: number, signal: AbortSignal): Promise<CanaryFleet> {
    const cluster = await createCluster({ kubeconfig, clock: createRealClock(), logger: silentLogger, qps: 100_000, burst: 100_000 });
    const fleet = new CanaryFleet(cluster, count, signal);
    await cluster.store.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, signal);
    await cluster.store.list(CANARIES, undefined, signal);
    await inBatches(fleet.names, name => cluster.store.create(DEPLOYMENTS, deployment(name), signal));
    return fleet;
  }

  /** Resolves when all are initialized. */
  async createCanaries(): Promise<void> {
    await inBatches(this.names, name => this.#cluster.store.create(CANARIES, canary(name), this.#signal));
    await this.all(this.names, 'Initialized', 0);
  }

  /** Changes targets; when the API server had each change, in milliseconds since the epoch. */
  async change(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    this.#image += 1;
    const changedAt = new Map<string, number>();
    await inBatches(names, async name => {
      const template = podTemplate(name, `podinfo:${this.#image}`);
      await this.#cluster.store.patch(DEPLOYMENTS, { namespace: NAMESPACE, name }, { spec: { template } }, this.#signal);
      changedAt.set(name, Date.now());
    });
    return changedAt;
  }

  /** Changes all targets without a new revision. */
  async touch(note: string): Promise<void> {
    await inBatches(this.names, name =>
      this.#cluster.store.patch(DEPLOYMENTS, { namespace: NAMESPACE, name }, { metadata: { annotations: { 'bench/touched': note } } }, this.#signal));
  }

  /** When each of these came to the phase after `sinceMs`; waits until all have. */
  async all(names: readonly string[], phase: CanaryPhase, sinceMs: number): Promise<ReadonlyMap<string, number>> {
    const arrived = new Map<string, number>();
    for (;;) {
      for (const name of names) {
        const seen = this.#phases.get(name);
        if (seen?.phase === phase && seen.atMs >= sinceMs) arrived.set(name, seen.atMs);
      }
      if (arrived.size === names.length) return arrived;
      this.#signal.throwIfAborted();
      await new Promise<void>(resolve => void this.#waiting.add(resolve));
    }
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  #saw(name: string, phase: CanaryPhase | ''): void {
    if (this.#phases.get(name)?.phase !== phase) this.#phases.set(name, { phase, atMs: Date.now() });
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}
