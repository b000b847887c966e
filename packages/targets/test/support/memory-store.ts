import { CanaryError } from '@flagger/sdk';
import type { Manifest, MergePatch, ObjectKey, ObjectStore, ResourceType } from '@flagger/sdk';

/** One request that changed something, or tried to. */
export interface Write {
  readonly verb: 'create' | 'update' | 'patch' | 'remove';
  readonly what: string;
  readonly patch?: MergePatch;
}

type Stored = Manifest & Record<string, unknown>;

/** An API server in a map: resource versions, generations, merge patches, conflicts, frozen objects. */
export class MemoryStore implements ObjectStore {
  readonly writes: Write[] = [];
  readonly #objects = new Map<string, Stored>();
  /** Called before each write; throwing refuses it. */
  onWrite: (write: Write) => void = () => undefined;
  #version = 0;

  constructor(...objects: readonly Manifest[]) {
    for (const object of objects) this.put(object);
  }

  /** Puts an object there as another client would. */
  put<T extends Manifest>(object: T): void {
    const before = this.#objects.get(idOf(object, object.metadata));
    this.#save({ ...object, metadata: { uid: `uid-${object.metadata.name}`, ...object.metadata } }, before);
  }

  /** The object of a kind and name, as the tests' namespace has it. */
  read<T extends Manifest>(type: ResourceType<T>, name: string, namespace = 'test'): T | undefined {
    // Each type's objects were written by that type's users.
    return this.#objects.get(idOf(type, { name, namespace })) as T | undefined;
  }

  async get<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T | undefined> {
    signal.throwIfAborted();
    return this.read(type, key.name, key.namespace);
  }

  async list<T extends Manifest>(type: ResourceType<T>, namespace: string | undefined): Promise<readonly T[]> {
    const all = [...this.#objects.values()].filter(({ kind, metadata }) => kind === type.kind && (namespace ?? metadata.namespace) === metadata.namespace);
    return all as unknown as readonly T[];
  }

  async create<T extends Manifest>(type: ResourceType<T>, object: T): Promise<T> {
    this.#record({ verb: 'create', what: `${type.kind} ${object.metadata.name}` });
    if (this.read(type, object.metadata.name, object.metadata.namespace)) throw new CanaryError('AlreadyExists', 'later', `${object.metadata.name} exists`);
    this.put(object);
    return this.#must(type, object.metadata);
  }

  async update<T extends Manifest>(type: ResourceType<T>, object: T): Promise<T> {
    this.#record({ verb: 'update', what: `${type.kind} ${object.metadata.name}` });
    const live = this.#must(type, object.metadata);
    if (live.metadata.resourceVersion !== object.metadata.resourceVersion) throw new CanaryError('Conflict', 'later', `${object.metadata.name} has changed`);
    this.#save(object, live);
    return this.#must(type, object.metadata);
  }

  async patch<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch): Promise<T> {
    this.#record({ verb: 'patch', what: `${type.kind} ${key.name}`, patch });
    const live = this.#must(type, key);
    this.#save(mergePatched(live, patch) as Manifest, live);
    return this.#must(type, key);
  }

  async patchStatus<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch): Promise<T> {
    return this.patch(type, key, patch);
  }

  async remove(type: ResourceType, key: ObjectKey): Promise<void> {
    this.#record({ verb: 'remove', what: `${type.kind} ${key.name}` });
    this.#objects.delete(idOf(type, key));
  }

  /** What was written since the last call, such as `update Deployment podinfo-primary`. */
  takeWrites(): readonly string[] {
    return this.writes.splice(0).map(({ verb, what }) => `${verb} ${what}`);
  }

  #record(write: Write): void {
    this.onWrite(write);
    this.writes.push(write);
  }

  #must<T extends Manifest>(type: ResourceType<T>, key: ObjectKey): T {
    const live = this.read(type, key.name, key.namespace);
    if (live === undefined) throw new CanaryError('NotFound', 'later', `${type.plural} "${key.name}" not found`);
    return live;
  }

  #save(object: Manifest, before: Manifest | undefined): void {
    this.#version += 1;
    const generation = (before?.metadata.generation ?? 0) + 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version), generation } };
    this.#objects.set(idOf(object, object.metadata), frozen(structuredClone(stored)) as Stored);
  }
}

function idOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }, { namespace, name }: ObjectKey): string {
  return `${apiVersion} ${kind} ${namespace} ${name}`;
}

function mergePatched(value: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const merged: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete merged[key];
    else merged[key] = mergePatched(merged[key], change);
  }
  return merged;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
