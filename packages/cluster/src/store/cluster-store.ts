import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { Manifest, MergePatch, ObjectKey, ObjectStore, ResourceType } from '@flagger/sdk';
import type { ApiClient } from '../api/api-client.ts';
import type { ApiRequest, ApiVerb } from '../api/api-request.ts';
import { collectionPath, objectPath, resourceName } from '../api/resource-path.ts';
import type { CacheRegistry } from '../cache/cache-registry.ts';
import { isWireObject, storedObject } from '../cache/stored-object.ts';
import type { WireObject } from '../cache/stored-object.ts';
import type { WatchCache } from '../cache/watch-cache.ts';

/** A store that can also ask the API server itself. */
export interface LiveStore extends ObjectStore {
  /** The object as the API server has it now; one request. @throws CanaryError ApiUnavailable, ApiForbidden, MissingResourceType */
  getLive<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T | undefined>;
}

/** Reads from watch caches, writes to the API server, and puts the answers into the caches. */
export class ClusterStore implements LiveStore {
  readonly #client: ApiClient;
  readonly #caches: CacheRegistry;

  constructor(client: ApiClient, caches: CacheRegistry) {
    this.#client = client;
    this.#caches = caches;
  }

  async get<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T | undefined> {
    const cache = this.#caches.open(type, key.namespace);
    await cache.ready(signal);
    return cache.get(type.namespaced ? key : { name: key.name });
  }

  async list<T extends Manifest>(type: ResourceType<T>, namespace: string | undefined, signal: AbortSignal): Promise<readonly T[]> {
    const caches = namespace === undefined ? this.#caches.openAll(type) : [this.#caches.open(type, namespace)];
    await Promise.all(caches.map(cache => cache.ready(signal)));
    return caches.flatMap(cache => cache.list(namespace));
  }

  async getLive<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T | undefined> {
    try {
      return storedObject(type, await this.#client.send<WireObject>(requestFor('get', type, key), signal));
    } catch (error) {
      if (isCanaryError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  create<T extends Manifest>(type: ResourceType<T>, object: T, signal: AbortSignal): Promise<T> {
    const path = collectionPath(type, object.metadata.namespace);
    return this.#write(type, object.metadata, { ...requestFor('create', type, object.metadata), path, body: object }, signal);
  }

  update<T extends Manifest>(type: ResourceType<T>, object: T, signal: AbortSignal): Promise<T> {
    return this.#write(type, object.metadata, { ...requestFor('update', type, object.metadata), body: object }, signal);
  }

  patch<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch, signal: AbortSignal): Promise<T> {
    return this.#write(type, key, { ...requestFor('patch', type, key), body: patch }, signal);
  }

  patchStatus<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch, signal: AbortSignal): Promise<T> {
    const path = `${objectPath(type, key)}/status`;
    return this.#write(type, key, { ...requestFor('patch', type, key), path, body: patch }, signal);
  }

  remove(type: ResourceType, key: ObjectKey, signal: AbortSignal): Promise<void> {
    return this.#recorded(type, key, async cache => {
      const answer = await this.#delete(type, key, signal);
      if (answer === undefined) return;
      if (isStillThere(answer)) cache?.wrote(storedObject(type, answer));
      else cache?.deleted(key, uidIn(answer));
    });
  }

  async #delete(type: ResourceType, key: ObjectKey, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.#client.send<unknown>(requestFor('delete', type, key), signal) ?? {};
    } catch (error) {
      if (isCanaryError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  #write<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, request: ApiRequest, signal: AbortSignal): Promise<T> {
    return this.#recorded(type, key, async cache => {
      const answer = await this.#client.send<unknown>(request, signal);
      if (!isWireObject(answer)) throw new CanaryError('ApiUnavailable', 'later', `${request.verb} ${request.resource} ${key.name}: the answer is no object`);
      const object = storedObject(type, answer);
      cache?.wrote(object);
      return object;
    });
  }

  async #recorded<T extends Manifest, R>(type: ResourceType<T>, key: ObjectKey, write: (cache: WatchCache<T> | undefined) => Promise<R>): Promise<R> {
    const cache = this.#caches.find(type, key.namespace);
    cache?.beginWrite(key);
    try {
      return await write(cache);
    } finally {
      cache?.endWrite(key);
    }
  }
}

function requestFor(verb: ApiVerb, type: ResourceType, key: ObjectKey): ApiRequest {
  return { verb, path: objectPath(type, key), resource: resourceName(type), namespace: key.namespace, name: key.name };
}

/** A delete that waits for finalizers or a grace period is answered with the object, one that is done with a Status or the last state. */
function isStillThere(answer: unknown): answer is WireObject {
  if (!isWireObject(answer) || answer.kind === 'Status') return false;
  const { deletionTimestamp, finalizers = [], deletionGracePeriodSeconds = 0 } = answer.metadata as WireObject['metadata'] & { deletionGracePeriodSeconds?: number };
  return deletionTimestamp !== undefined && (finalizers.length > 0 || deletionGracePeriodSeconds > 0);
}

function uidIn(answer: unknown): string | undefined {
  const { metadata, details } = answer as { readonly metadata?: { readonly uid?: string }; readonly details?: { readonly uid?: string } };
  return details?.uid ?? metadata?.uid;
}
