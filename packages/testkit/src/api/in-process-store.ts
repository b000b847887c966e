import type { Manifest, MergePatch, ObjectKey, ResourceType } from '@flagger/sdk';
import type { ApiObject } from './api-object.ts';
import type { ApiState } from './api-state.ts';
import { deleteObject } from './deletion/delete-object.ts';
import type { JsonValue } from './json.ts';
import { mergePatch } from './patch/merge-patch.ts';
import type { ServedResource } from './resources/resource-definition.ts';
import { noSuchResource } from './status-errors.ts';
import type { StoreEvent } from './store/store-event.ts';
import { createObject } from './verbs/create.ts';
import { patchObject } from './verbs/patch.ts';
import { asVersion } from './verbs/read.ts';
import { updateObject } from './verbs/update.ts';
import type { WriteRequest } from './verbs/write-request.ts';

/** A kind of object: a `ResourceType` of the SDK, or just its apiVersion and kind. */
export type KindRef<T extends Manifest = Manifest> = Pick<ResourceType<T>, 'apiVersion' | 'kind' | 'shape'>;

/** One change of an object on the server. */
export interface ObjectChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Manifest;
  /** The object before a modification. */
  readonly previous?: Manifest;
  readonly resourceVersion: number;
}

/**
 * The server's objects without HTTP: for seeding, simulating and looking. Writes are those of an administrator, go through defaulting, validation
 * and garbage collection, reach all watches, and are not in the request journal. Objects that it returns are frozen.
 *
 * @throws StatusError as the server would answer
 */
export class InProcessStore {
  readonly #state: ApiState;

  constructor(state: ApiState) {
    this.#state = state;
  }

  /** The object, or undefined where there is none. */
  get<T extends Manifest>(kind: KindRef<T>, key: ObjectKey): T | undefined {
    const resource = this.#resource(kind);
    const found = this.#state.store.get(resource.definition, namespaceFor(resource, key), key.name);
    return found && view<T>(resource, found);
  }

  /** The objects of a kind, of one namespace or of all. */
  list<T extends Manifest>(kind: KindRef<T>, namespace?: string): T[] {
    const resource = this.#resource(kind);
    return this.#state.store.table(resource.definition).list(namespace).map(object => view<T>(resource, object));
  }

  /** Creates an object; its namespace is made where it is not there. */
  create<T extends Manifest>(object: T): T {
    const resource = this.#resource(object);
    const request = this.#request(resource, object.metadata);
    this.#ensureNamespace(request.namespace);
    return view<T>(resource, createObject(this.#state, request, plain(object)));
  }

  /** Creates the object or replaces its spec, and its status where the given one has one. */
  put<T extends Manifest>(object: T): T {
    const stored = this.get(object, object.metadata) === undefined ? this.create(object) : this.update(object);
    return 'status' in object && object.status !== undefined ? this.patchStatus<T>(object, object.metadata, { status: object.status }) : stored;
  }

  /** Replaces an object, whatever its resource version. */
  update<T extends Manifest>(object: T): T {
    const resource = this.#resource(object);
    const live = this.get(object, object.metadata);
    const { uid: _uid, ...metadata } = object.metadata;
    const draft = { ...object, metadata: { ...metadata, resourceVersion: live?.metadata.resourceVersion ?? '' } };
    return view<T>(resource, updateObject(this.#state, this.#request(resource, object.metadata), object.metadata.name, plain(draft)));
  }

  /** Merge-patches an object. */
  patch<T extends Manifest>(kind: KindRef<T>, key: ObjectKey, patch: MergePatch): T {
    return this.#patch(kind, key, patch, '');
  }

  /** Merge-patches the status of an object. */
  patchStatus<T extends Manifest>(kind: KindRef<T>, key: ObjectKey, patch: MergePatch): T {
    return this.#patch(kind, key, patch, this.#resource(kind).version.hasStatus ? 'status' : '');
  }

  /** Deletes an object and what it owns; one that is gone already is no error. */
  remove(kind: KindRef, key: ObjectKey): void {
    const resource = this.#resource(kind);
    const live = this.#state.store.get(resource.definition, namespaceFor(resource, key), key.name);
    if (live !== undefined) deleteObject(this.#state, resource.definition, live, 'Background');
  }

  /** Calls `listener` with every change while it happens, in order; the returned function ends that. */
  subscribe(listener: (change: ObjectChange) => void): () => void {
    return this.#state.store.subscribe(event => listener(changeOf(event)));
  }

  #patch<T extends Manifest>(kind: KindRef<T>, key: ObjectKey, patch: MergePatch, subresource: string): T {
    const resource = this.#resource(kind);
    const request = { ...this.#request(resource, key), subresource };
    return view<T>(resource, patchObject(this.#state, request, key.name, live => mergePatch(live, plain(patch))));
  }

  #resource(kind: KindRef): ServedResource {
    const found = this.#state.registry.findKind(kind.apiVersion, kind.kind);
    if (found === undefined) throw noSuchResource(`${kind.apiVersion} ${kind.kind}`);
    return found;
  }

  #request(resource: ServedResource, key: ObjectKey): WriteRequest {
    const namespace = namespaceFor(resource, key);
    return { resource, namespace, subresource: '', dryRun: false, fieldManager: 'testkit', namesManager: true, fieldValidation: 'Ignore', force: false, isApply: false, warn: () => undefined };
  }

  #ensureNamespace(name: string): void {
    const kind = { apiVersion: 'v1', kind: 'Namespace' };
    if (name !== '' && this.get(kind, { name }) === undefined) this.create({ ...kind, metadata: { name } });
  }
}

function namespaceFor(resource: ServedResource, key: ObjectKey): string {
  return resource.definition.namespaced ? (key.namespace ?? 'default') : '';
}

function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue; // JSON is what the server takes
}

function view<T extends Manifest>(resource: ServedResource, object: ApiObject): T {
  return asVersion(resource, object) as unknown as T; // the caller says what shape its kind has
}

function changeOf(event: StoreEvent): ObjectChange {
  const { type, object, previous, revision } = event;
  const seen = { type, object: object as unknown as Manifest, resourceVersion: revision }; // metadata is there
  return previous === undefined ? seen : { ...seen, previous };
}
