import type { Clock, Manifest } from '@flagger/sdk';
import type { ApiState } from './api-state.ts';
import { Faults } from './faults/faults.ts';
import { ApiListener } from './http/api-listener.ts';
import { InProcessStore } from './in-process-store.ts';
import { RequestJournal } from './journal/request-journal.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { parseManifests, serveCustomResources } from './resources/custom-resources.ts';
import { ResourceRegistry } from './resources/resource-registry.ts';
import { ServiceAddresses } from './rules/service-addresses.ts';
import { releaseAddresses } from './rules/service-allocation.ts';
import { Store } from './store/store.ts';
import { WatchHub } from './watch/watch-hub.ts';

/** How to start an embedded API server. */
export interface ApiServerOptions {
  /** Gives creation times, uids, timeouts of watches and the pace of bookmarks. */
  readonly clock: Clock;
  /** By default the system chooses a free one. */
  readonly port?: number;
  /** By default one minute. */
  readonly bookmarkIntervalMs?: number;
  /** Changes of each resource that a watch can catch up with; by default 1000. */
  readonly historyLimit?: number;
  /** Requests that the journal keeps; by default 10 000. */
  readonly journalLimit?: number;
  /** User names by bearer token; a token that is not here is the user 'admin'. */
  readonly users?: Readonly<Record<string, string>>;
}

/** A Kubernetes API server in this process. */
export interface ApiServer {
  readonly url: string;
  /** A kubeconfig, as YAML. */
  readonly kubeconfig: string;
  readonly store: InProcessStore;
  readonly requests: RequestJournal;
  readonly faults: Faults;
  /** Requests under way, watches left out. */
  readonly inFlight: number;
  /** Watches that are open. */
  readonly openWatches: number;
  /** The resource version of the latest change. */
  readonly resourceVersion: string;
  /** Installs CustomResourceDefinitions; other objects of the YAML are left out. */
  installCrds(crds: string | readonly Manifest[]): void;
  /** Sends every watch that takes bookmarks one at the latest resource version, which it returns. */
  barrier(): string;
  /** Breaks every open watch off. */
  dropWatches(): void;
  /** Forgets all changes up to now: a watch from an older resource version gets 410. */
  expireHistory(): void;
  /** Stops listening and breaks all connections off; the objects stay. */
  stop(): Promise<void>;
  /** Listens again, on the same port. */
  restart(): Promise<void>;
  /** Stops for good. */
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;
const JOURNAL_LIMIT = 10_000;
const FIRST_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Starts an API server on the loopback interface.
 *
 * @example
 * const api = await startApiServer({ clock: createRealClock() });
 * api.installCrds(await readFile('crds.yaml', 'utf8'));
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { clock, bookmarkIntervalMs = MINUTE_MS } = options;
  const state: ApiState = { clock, store: new Store(options.historyLimit), registry: new ResourceRegistry(), addresses: new ServiceAddresses() };
  const hub = new WatchHub(state);
  const journal = new RequestJournal(options.journalLimit ?? JOURNAL_LIMIT);
  const faults = new Faults();
  serveCustomResources(state, hub);
  releaseAddresses(state);
  const store = new InProcessStore(state);
  for (const name of FIRST_NAMESPACES) store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const listener = new ApiListener({ state, hub, journal, faults, users: new Map(Object.entries(options.users ?? {})) });
  const port = await listener.open(options.port ?? 0);
  const stopBookmarks = repeat(clock, bookmarkIntervalMs, () => hub.bookmark());
  const url = `http://127.0.0.1:${port}`;
  return {
    url, kubeconfig: kubeconfigFor(url), store, requests: journal, faults,
    get inFlight() { return listener.inFlight; },
    get openWatches() { return hub.size; },
    get resourceVersion() { return String(state.store.revision); },
    installCrds: crds => installCrds(store, crds),
    barrier: () => {
      hub.bookmark();
      return String(state.store.revision);
    },
    dropWatches: () => hub.dropAll(),
    expireHistory: () => state.store.expireHistory(),
    stop: () => listener.close(),
    restart: async () => void (await listener.open(port)),
    close: () => {
      stopBookmarks();
      return listener.close();
    },
  };
}

function installCrds(store: InProcessStore, crds: string | readonly Manifest[]): void {
  const objects = typeof crds === 'string' ? parseManifests(crds) : crds;
  for (const object of objects) if (object.kind === 'CustomResourceDefinition') store.put(object);
}

function repeat(clock: Clock, intervalMs: number, run: () => void): () => void {
  let cancel = clock.after(intervalMs, again);
  function again(): void {
    run();
    cancel = clock.after(intervalMs, again);
  }
  return () => cancel();
}
