import type { Manifest, ResourceType } from '@flagger/sdk';
import type { ApiClient } from '../api/api-client.ts';
import { VersionGoneError } from '../api/api-error.ts';
import type { ApiRequest } from '../api/api-request.ts';
import { collectionPath, resourceName } from '../api/resource-path.ts';
import type { Snapshot } from './mirror.ts';
import { storedObject } from './stored-object.ts';
import type { WireObject } from './stored-object.ts';
import { parseWatchEvent } from './watch-event.ts';
import type { WatchEvent } from './watch-event.ts';

/** What a cache holds: a type, in one namespace or (undefined) in all. */
export interface WatchScope<T extends Manifest = Manifest> {
  readonly type: ResourceType<T>;
  readonly namespace: string | undefined;
}

interface ObjectList {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly WireObject[] | null;
}

const PAGE = 500;

/** How long watches may last, in real time, not the clock's: it is the wire that is watched over. */
export interface WatchLimits {
  /** How long the server is asked to keep a watch open. */
  readonly watchMs: number;
  /** After how long a silence a watch is given up. */
  readonly silenceMs: number;
}

/** Lists and watches one scope. */
export class WatchSource<T extends Manifest> {
  readonly #client: ApiClient;
  readonly #scope: WatchScope<T>;
  readonly #limits: WatchLimits;

  constructor(client: ApiClient, scope: WatchScope<T>, limits: WatchLimits) {
    this.#client = client;
    this.#scope = scope;
    this.#limits = limits;
  }

  /** All objects at one version, read in pages; in one piece where the pages' version expired meanwhile. @throws CanaryError */
  async list(signal: AbortSignal): Promise<Snapshot<T>> {
    try {
      return await this.#readPages({ limit: String(PAGE) }, signal);
    } catch (error) {
      if (!(error instanceof VersionGoneError)) throw error;
      return await this.#readPages({}, signal);
    }
  }

  /** The events after `version`, until the server ends the watch. @throws VersionGoneError, GarbledWatchError, CanaryError */
  async *watch(version: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>> {
    const query = {
      watch: '1', allowWatchBookmarks: 'true', resourceVersion: version, timeoutSeconds: String(Math.ceil(this.#limits.watchMs / 1000)),
    };
    const chunks = this.#client.stream({ ...this.#request('watch'), query }, this.#limits.silenceMs, signal);
    let rest = '';
    for await (const chunk of chunks) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') yield parseWatchEvent(this.#scope.type, line);
    }
  }

  async #readPages(query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Snapshot<T>> {
    const objects: T[] = [];
    let version = '';
    let next: string | undefined = '';
    while (next !== undefined) {
      const page: ObjectList = await this.#client.send({ ...this.#request('list'), query: next === '' ? query : { ...query, continue: next } }, signal);
      for (const item of page.items ?? []) objects.push(storedObject(this.#scope.type, item));
      version = page.metadata?.resourceVersion ?? version;
      next = page.metadata?.continue || undefined;
    }
    return { objects, version };
  }

  #request(verb: 'list' | 'watch'): ApiRequest {
    const { type, namespace } = this.#scope;
    return { verb, path: collectionPath(type, namespace), resource: resourceName(type), namespace };
  }
}
