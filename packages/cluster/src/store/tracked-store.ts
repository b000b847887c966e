import type { Manifest, MergePatch, ObjectKey, ResourceType } from '@flagger/sdk';
import type { LiveStore } from './cluster-store.ts';

/** Something was looked at: one object, or (without `name`) all of a namespace, or (without either) all. */
export interface Read {
  readonly type: ResourceType;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** Told about each read before it is answered, also of objects that do not exist. */
export type ReadListener = (read: Read) => void;

/** A view of a store that tells what is read through it. */
export class TrackedStore implements LiveStore {
  readonly #store: LiveStore;
  readonly #onRead: ReadListener;

  constructor(store: LiveStore, onRead: ReadListener) {
    this.#store = store;
    this.#onRead = onRead;
  }

  get<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T | undefined> {
    this.#onRead({ type, namespace: key.namespace, name: key.name });
    return this.#store.get(type, key, signal);
  }

  getLive<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T | undefined> {
    this.#onRead({ type, namespace: key.namespace, name: key.name });
    return this.#store.getLive(type, key, signal);
  }

  list<T extends Manifest>(type: ResourceType<T>, namespace: string | undefined, signal: AbortSignal): Promise<readonly T[]> {
    this.#onRead({ type, namespace });
    return this.#store.list(type, namespace, signal);
  }

  create<T extends Manifest>(type: ResourceType<T>, object: T, signal: AbortSignal): Promise<T> {
    return this.#store.create(type, object, signal);
  }

  update<T extends Manifest>(type: ResourceType<T>, object: T, signal: AbortSignal): Promise<T> {
    return this.#store.update(type, object, signal);
  }

  patch<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch, signal: AbortSignal): Promise<T> {
    return this.#store.patch(type, key, patch, signal);
  }

  patchStatus<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch, signal: AbortSignal): Promise<T> {
    return this.#store.patchStatus(type, key, patch, signal);
  }

  remove(type: ResourceType, key: ObjectKey, signal: AbortSignal): Promise<void> {
    return this.#store.remove(type, key, signal);
  }
}
