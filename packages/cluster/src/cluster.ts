import type { Clock, Logger, Manifest, ResourceType } from '@flagger/sdk';
import { Connection } from './access/connection.ts';
import { openAccess } from './access/open-access.ts';
import type { AccessOptions } from './access/open-access.ts';
import { ApiClient } from './api/api-client.ts';
import type { RequestListener } from './api/api-client.ts';
import type { ApiRequest } from './api/api-request.ts';
import { RateLimiter } from './api/rate-limiter.ts';
import { CacheRegistry } from './cache/cache-registry.ts';
import type { ChangeListener } from './cache/change.ts';
import type { WatchCache } from './cache/watch-cache.ts';
import { ClusterStore } from './store/cluster-store.ts';
import type { LiveStore } from './store/cluster-store.ts';
import { TrackedStore } from './store/tracked-store.ts';
import type { ReadListener } from './store/tracked-store.ts';

/** Which cluster, and how to treat it. */
export interface ClusterOptions extends AccessOptions {
  /** Flag `-namespace`: keep watches to this namespace; '' or absent: the whole cluster. */
  readonly namespace?: string | undefined;
  /**
   * Flag `-kubeconfig-qps`: requests a second, in the long run. Default 100; where neither this nor `burst` is set, only for API
   * servers without Priority and Fairness: the others know better than a number how much they can take.
   */
  readonly qps?: number | undefined;
  /** Flag `-kubeconfig-burst`: requests at once. Default 250, as above. */
  readonly burst?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onRequest?: RequestListener;
  /** How long the server is asked to keep a watch open. Default 290 000. */
  readonly watchMs?: number;
  /** After how long a silence of the wire a watch is given up and opened again. Default 320 000; it must exceed `watchMs`. */
  readonly silenceMs?: number;
}

/** One open cache, for metrics and debugging. */
export interface CacheState {
  readonly type: ResourceType;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  /** 'failing': not complete yet, and the last attempt failed. 'missing': there is no such resource type. */
  readonly state: 'syncing' | 'synced' | 'failing' | 'missing';
  /** The resource version up to which everything is known; '' before the first list. */
  readonly seen: string;
  readonly objects: number;
  readonly restarts: number;
}

/** One Kubernetes API server. */
export interface Cluster {
  /** Address of the API server without a trailing slash; two clusters with the same one are the same. */
  readonly host: string;
  readonly store: LiveStore;
  /** A view of `store` that reports each read. */
  trackReads(onRead: ReadListener): LiveStore;
  /**
   * Listens to changes that others made to objects of a type. Only reads open caches: nothing is heard of a type that nobody
   * has read. What a cache holds when it is first complete is not announced.
   *
   * @returns the way to stop
   */
  watch<T extends Manifest>(type: ResourceType<T>, listener: ChangeListener<T>): () => void;
  /** As `watch`, for every type that is read. */
  watchEvery(listener: ChangeListener): () => void;
  /** Closes the watches that exist for this namespace only. */
  release(namespace: string): void;
  /** Whether every open cache can serve reads; types that do not exist are left out. */
  synced(): boolean;
  caches(): readonly CacheState[];
  /**
   * Resolves when every watch has come to `resourceVersion`, and its changes have been announced. A watch that waits for its
   * next attempt, and one of a type that does not exist, are left out. Bookmarks count; without changes of its type a watch
   * gets no further than these.
   */
  settled(resourceVersion: string, signal: AbortSignal): Promise<void>;
  /** Any request, past the caches. @throws CanaryError as `ObjectStore` */
  request<T>(request: ApiRequest, signal: AbortSignal): Promise<T>;
  /** Ends all watches and cuts all connections. */
  close(): Promise<void>;
}

const DEFAULTS = { watchMs: 290_000, silenceMs: 320_000 };
const LIMIT = { qps: 100, burst: 250 };

/** Opens a cluster; no request is made yet. @throws CanaryError Invalid where the options lead to no API server */
export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  const { clock, logger, namespace, watchMs, silenceMs, onRequest = () => undefined } = { ...DEFAULTS, ...options };
  const connection = new Connection(await openAccess(options), clock);
  const { qps = LIMIT.qps, burst = LIMIT.burst } = options;
  const trustsFairServer = options.qps === undefined && options.burst === undefined;
  const client = new ApiClient({ connection, limiter: new RateLimiter(qps, burst, clock), trustsFairServer, clock, onRequest });
  const caches = new CacheRegistry({ client, clock, logger, namespace: namespace || undefined, limits: { watchMs, silenceMs } });
  const store = new ClusterStore(client, caches);
  return {
    host: connection.server,
    store,
    trackReads: onRead => new TrackedStore(store, onRead),
    watch: (type, listener) => caches.listen(type, listener as ChangeListener),
    watchEvery: listener => caches.listen(undefined, listener),
    release: released => caches.release(released),
    synced: () => caches.all().every(({ state }) => state === 'synced' || state === 'missing'),
    caches: () => caches.all().map(stateOf),
    settled: (version, signal) => settle(caches.all(), version, signal),
    request: (request, signal) => client.send(request, signal),
    close: async () => {
      await caches.close();
      connection.close();
    },
  };
}

async function settle(caches: readonly WatchCache[], version: string, signal: AbortSignal): Promise<void> {
  await Promise.all(caches.map(cache => cache.reached(version, signal)));
}

function stateOf({ scope, state, seen, size, restarts }: WatchCache): CacheState {
  return { type: scope.type, namespace: scope.namespace, state, seen, objects: size, restarts };
}
