import type { Clock, Logger, Manifest, ResourceType } from '@flagger/sdk';
import type { ApiClient } from '../api/api-client.ts';
import type { Change, ChangeListener } from './change.ts';
import { WatchCache } from './watch-cache.ts';
import { WatchSource } from './watch-source.ts';
import type { WatchLimits } from './watch-source.ts';

/** What the registry makes caches from. */
export interface CacheRegistryParts {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Watch nothing outside of this namespace unless it is read there. */
  readonly namespace: string | undefined;
  readonly limits: WatchLimits;
}

/** Too many, too large or too secret to hold those of the whole cluster: watched only in namespaces where they are read. */
const PER_NAMESPACE: ReadonlySet<string> = new Set(['v1/secrets', 'v1/configmaps']);

/** The caches that reads have opened, and who listens to their changes. */
export class CacheRegistry {
  readonly #parts: CacheRegistryParts;
  readonly #caches = new Map<string, WatchCache>();
  readonly #closing = new Set<Promise<void>>();
  readonly #listeners = new Map<string, Set<ChangeListener>>();
  readonly #everyListeners = new Set<ChangeListener>();
  #closed = false;

  constructor(parts: CacheRegistryParts) {
    this.#parts = parts;
  }

  /** The cache that serves reads of a type in a namespace; made when first asked for. */
  open<T extends Manifest>(type: ResourceType<T>, namespace: string | undefined): WatchCache<T> {
    const scope = this.#scopeOf(type, namespace);
    const id = `${typeId(type)}@${scope ?? ''}`;
    // The id determines the type, and a type determines the shape of its objects.
    const cache = (this.#caches.get(id) as WatchCache<T> | undefined) ?? this.#make(type, scope);
    if (!this.#closed) this.#caches.set(id, cache);
    return cache;
  }

  /** As `open`, but undefined where nobody has read yet. */
  find<T extends Manifest>(type: ResourceType<T>, namespace: string | undefined): WatchCache<T> | undefined {
    return this.#caches.get(`${typeId(type)}@${this.#scopeOf(type, namespace) ?? ''}`) as WatchCache<T> | undefined;
  }

  /** The caches that a list over all namespaces reads: the one of the type, or those that are open in single namespaces. */
  openAll<T extends Manifest>(type: ResourceType<T>): readonly WatchCache<T>[] {
    if (!isPerNamespace(type) || this.#parts.namespace !== undefined) this.open(type, undefined);
    return this.all().filter(cache => typeId(cache.scope.type) === typeId(type)) as unknown as readonly WatchCache<T>[];
  }

  all(): readonly WatchCache[] {
    return [...this.#caches.values()];
  }

  /** Closes what is watched in this namespace only. */
  release(namespace: string): void {
    if (namespace === this.#parts.namespace) return;
    for (const [id, cache] of this.#caches) {
      if (cache.scope.namespace !== namespace) continue;
      this.#caches.delete(id);
      this.#retire(cache);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const cache of this.#caches.values()) this.#retire(cache);
    await Promise.all(this.#closing);
  }

  /** Listens to changes of one type, or of every type that is read. Returns the way to stop. */
  listen(type: ResourceType | undefined, listener: ChangeListener): () => void {
    const listeners = type === undefined ? this.#everyListeners : (this.#listeners.get(typeId(type)) ?? new Set());
    if (type !== undefined) this.#listeners.set(typeId(type), listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #make<T extends Manifest>(type: ResourceType<T>, namespace: string | undefined): WatchCache<T> {
    const { client, clock, logger, limits } = this.#parts;
    const scope = { type, namespace };
    return new WatchCache({ scope, source: new WatchSource(client, scope, limits), clock, logger, announce: change => this.#announce(change) });
  }

  #retire(cache: WatchCache): void {
    const stopping = cache.stop().finally(() => this.#closing.delete(stopping));
    this.#closing.add(stopping);
  }

  #announce(change: Change): void {
    for (const listener of this.#listeners.get(typeId(change.type)) ?? []) listener(change);
    for (const listener of this.#everyListeners) listener(change);
  }

  #scopeOf(type: ResourceType, namespace: string | undefined): string | undefined {
    if (!type.namespaced) return undefined;
    const limit = this.#parts.namespace;
    return limit !== undefined || isPerNamespace(type) ? (namespace ?? limit) : undefined;
  }
}

function typeId(type: ResourceType): string {
  return `${type.apiVersion}/${type.plural}`;
}

function isPerNamespace(type: ResourceType): boolean {
  return PER_NAMESPACE.has(typeId(type));
}
