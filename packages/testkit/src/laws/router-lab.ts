import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { CANARIES, serviceNames } from '@flagger/sdk';
import type { Canary, CanaryAnalysis, CanaryService, CanaryStatus, Manifest, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { startApiServer } from '../api/start-api-server.ts';
import type { ApiServer } from '../api/start-api-server.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { RoutedRequest, RoutePlan } from '../traffic/route-plan.ts';
import { deepFreeze } from './deep-freeze.ts';
import { realSplit } from './real-split.ts';
import type { RealSplit } from './real-split.ts';
import type { RouterSubject } from './router-subject.ts';
import { serverReader } from './server-reader.ts';
import { silentLogger } from './silent-logger.ts';

/** How a law changes the subject's canary. */
export interface ReleaseFields {
  /** Replaces the analysis. */
  readonly analysis?: CanaryAnalysis;
  /** Goes over the service. */
  readonly service?: Partial<CanaryService>;
  readonly status?: CanaryStatus;
}

/** Where laws are checked: an API server with the subject's types, a cluster of watch caches before it, and a router. */
export class RouterLab {
  readonly subject: RouterSubject;
  readonly clock: VirtualClock;
  readonly api: ApiServer;
  readonly cluster: Cluster;
  readonly router: Router;
  readonly #endSimulation: () => void;

  private constructor(subject: RouterSubject, parts: { clock: VirtualClock; api: ApiServer; cluster: Cluster }) {
    this.subject = subject;
    this.clock = parts.clock;
    this.api = parts.api;
    this.cluster = parts.cluster;
    this.router = this.createRouter();
    this.#endSimulation = subject.simulate?.(parts.api.store) ?? (() => undefined);
  }

  /** Starts a server; `crds: false` leaves the subject's types out. */
  static async start(subject: RouterSubject, { crds }: { crds: boolean }): Promise<RouterLab> {
    const clock = createVirtualClock();
    const api = await startApiServer({ clock });
    if (crds) api.installCrds(subject.crds);
    api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: subject.canary.metadata.namespace ?? 'default' } });
    return new RouterLab(subject, { clock, api, cluster: await openCluster(api, clock) });
  }

  /** As if the canary had just been made: the user's objects, no routing objects, no faults. */
  async reset(signal: AbortSignal): Promise<void> {
    const { api, subject } = this;
    api.faults.clear();
    for (const { type } of subject.objects) {
      for (const { metadata } of api.store.list(type)) api.store.remove(type, metadata);
    }
    for (const object of subject.given ?? []) {
      api.store.remove(object, object.metadata);
      api.store.put(object);
    }
    await this.settle(signal);
    api.requests.reset();
  }

  /** Waits until the caches have seen all that the server has. */
  settle(signal: AbortSignal): Promise<void> {
    return this.cluster.settled(this.api.barrier(), signal);
  }

  /** A router like the lab's own, but for parts of its environment. */
  createRouter(env: Partial<ProviderEnv> = {}): Router {
    const { provider } = this.subject;
    return provider.createRouter({
      name: (provider.names[0] ?? '').replace(/\*$/, ''), store: this.cluster.store, clock: this.clock, logger: silentLogger, ownerReferences: true,
      ingressAnnotationsPrefix: 'nginx.ingress.kubernetes.io', ingressClass: '', ...env,
    });
  }

  /** A second operator with empty caches. */
  openCluster(): Promise<Cluster> {
    return openCluster(this.api, this.clock);
  }

  /** The subject's canary with changes. It is frozen: a router that writes into what it is given fails. */
  release({ analysis, service, status }: ReleaseFields = {}): RouteSubject {
    const { canary, target } = this.subject;
    const { name } = canary.spec.targetRef;
    const spec = {
      ...canary.spec,
      ...(canary.spec.service && { service: { ...canary.spec.service, ...service } }),
      analysis: analysis ?? canary.spec.analysis,
    };
    const changed: Canary = { ...canary, apiVersion: CANARIES.apiVersion, kind: CANARIES.kind, spec, status: { phase: 'Progressing', ...status } };
    return deepFreeze({ canary: changed, target: target ?? { labelKey: 'app', labelValue: name, ports: [] } });
  }

  /** What `getTraffic` says, where needed after the mesh has caught up. */
  async readBack(release: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    if (this.subject.provider.capabilities.readBack === 'eventual') await this.settle(signal);
    return this.router.getTraffic(release, signal);
  }

  /** What the data plane does with a request. */
  plan(request: Partial<RoutedRequest>, signal: AbortSignal): Promise<RoutePlan | undefined> {
    const namespace = this.subject.canary.metadata.namespace ?? '';
    const ordinary: RoutedRequest = {
      method: 'GET', host: `${serviceNames(this.subject.canary).apex}.${namespace}`, target: '/', headers: {}, gateway: 'mesh',
      sourceNamespace: namespace, sourceLabels: {}, ...this.subject.request,
    };
    return this.subject.dataPlane(serverReader(this.api.store)).plan({ ...ordinary, ...request }, signal);
  }

  /** Where requests really go. */
  async split(request: Partial<RoutedRequest>, signal: AbortSignal): Promise<RealSplit> {
    return realSplit(await this.plan(request, signal), this.subject.canary);
  }

  /** The routing objects as the server has them. */
  liveObjects(): readonly Manifest[] {
    return this.subject.objects.flatMap(({ type, name }) => this.api.store.get(type, this.#keyOf(name)) ?? []);
  }

  /** The routing objects, and those of users that it writes into. */
  writtenObjects(): readonly Manifest[] {
    const { borrowed = [] } = this.subject;
    return [...this.liveObjects(), ...borrowed.flatMap(({ type, name }) => this.api.store.get(type, this.#keyOf(name)) ?? [])];
  }

  /** How many writes there were since the last reset of the journal. */
  get writes(): number {
    return this.api.requests.writes.length;
  }

  async close(): Promise<void> {
    this.#endSimulation();
    await this.cluster.close();
    await this.api.close();
  }

  #keyOf(name: string): { readonly namespace: string; readonly name: string } {
    return { namespace: this.subject.canary.metadata.namespace ?? '', name };
  }
}

/** Without a rate limit: it would wait for a clock that stands still. */
function openCluster(api: ApiServer, clock: VirtualClock): Promise<Cluster> {
  return createCluster({ master: api.url, clock, logger: silentLogger, qps: 1e6, burst: 1e6 });
}
