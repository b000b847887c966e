import type { Manifest, ObjectKey, ResourceType } from '@flagger/sdk';
import type { Change } from './change.ts';
import { ObjectTable } from './object-table.ts';
import { compareVersions, laterVersion } from './resource-version.ts';

/** A page-by-page list put together: the objects as they were at one version. */
export interface Snapshot<T extends Manifest> {
  readonly objects: readonly T[];
  readonly version: string;
}

/** A change with the version that it was made at. */
export interface SeenChange {
  readonly version: string;
  readonly change: Change;
}

/**
 * A copy of what the API server has. It is fed from two sides, the watch and the answers to our own writes, which overtake
 * each other; an older state never replaces a newer one.
 */
export class Mirror<T extends Manifest> {
  readonly #type: ResourceType<T>;
  readonly #table = new ObjectTable<T>();
  /** UIDs that we deleted and whose 'deleted' event has not come yet; older events must not bring them back. */
  readonly #buried = new Set<string>();
  #seen = '';

  constructor(type: ResourceType<T>) {
    this.#type = type;
  }

  /** The version up to which the watch has told everything; '' before the first list. */
  get seen(): string {
    return this.#seen;
  }

  get size(): number {
    return this.#table.size;
  }

  get(key: ObjectKey): T | undefined {
    return this.#table.get(key);
  }

  list(namespace: string | undefined): readonly T[] {
    return this.#table.list(namespace);
  }

  /** The watch has come to `version`. */
  advance(version: string): void {
    this.#seen = laterVersion(this.#seen, version);
  }

  /** The watch says that an object was added or changed. Undefined: nothing new. */
  put(object: T): Change<T> | undefined {
    const version = versionOf(object);
    this.advance(version);
    if (this.#buried.has(uidOf(object))) return undefined;
    const previous = this.#table.get(object.metadata);
    const order = previous === undefined ? 1 : compareVersions(version, versionOf(previous));
    if (order === 0) return undefined;
    // An own write has overtaken this change and holds it already; that it was made is still news.
    if (order < 0 && previous !== undefined) return this.#change('updated', previous, undefined);
    this.#table.put(object);
    return this.#change(previous === undefined ? 'added' : 'updated', object, previous);
  }

  /** The watch says that an object is gone; `object` is its last state, with the version of its deletion. */
  drop(object: T): Change<T> | undefined {
    this.advance(versionOf(object));
    this.#buried.delete(uidOf(object));
    const previous = this.#table.get(object.metadata);
    if (previous === undefined || compareVersions(versionOf(previous), versionOf(object)) > 0) return undefined;
    this.#table.delete(object.metadata);
    return this.#change('deleted', object, previous);
  }

  /** Takes over a fresh list and tells how it differs. Own writes that are newer than the list stay. */
  replace({ objects, version }: Snapshot<T>): readonly SeenChange[] {
    const listed = new Set(objects.map(uidOf));
    for (const uid of this.#buried) if (!listed.has(uid)) this.#buried.delete(uid);
    const present = new Set(objects.map(object => nameOf(object)));
    const gone = this.#table.list(undefined).filter(old => !present.has(nameOf(old)) && compareVersions(versionOf(old), version) <= 0);
    for (const old of gone) this.#table.delete(old.metadata);
    const deleted = gone.map(old => ({ version, change: this.#change('deleted', old, old) }));
    const changed = objects.flatMap(object => {
      const change = this.#supersede(object);
      return change === undefined ? [] : [{ version: versionOf(object), change }];
    });
    this.#seen = version;
    return [...deleted, ...changed];
  }

  /** The answer to an own write. What the watch has passed already is not taken: the object may be gone again. */
  write(object: T): void {
    const version = versionOf(object);
    const previous = this.#table.get(object.metadata);
    if (this.#seen !== '' && compareVersions(version, this.#seen) <= 0) return;
    if (previous === undefined || compareVersions(version, versionOf(previous)) > 0) this.#table.put(object);
  }

  /** We deleted the object; `uid` is that of the deleted one. */
  bury(key: ObjectKey, uid: string | undefined): void {
    const previous = this.#table.get(key);
    if (previous === undefined || (uid !== undefined && uidOf(previous) !== uid)) return;
    this.#table.delete(key);
    this.#buried.add(uidOf(previous));
  }

  #supersede(object: T): Change<T> | undefined {
    if (this.#buried.has(uidOf(object))) return undefined;
    const previous = this.#table.get(object.metadata);
    if (previous !== undefined && compareVersions(versionOf(object), versionOf(previous)) <= 0) return undefined;
    this.#table.put(object);
    return this.#change(previous === undefined ? 'added' : 'updated', object, previous);
  }

  #change(kind: Change['kind'], object: T, previous: T | undefined): Change<T> {
    const { namespace, name } = object.metadata;
    const key = namespace === undefined ? { name } : { namespace, name };
    return { type: this.#type, key, kind, object, ...(previous === undefined ? {} : { previous }) };
  }
}

function versionOf(object: Manifest): string {
  return object.metadata.resourceVersion ?? '';
}

function uidOf(object: Manifest): string {
  return object.metadata.uid ?? '';
}

function nameOf({ metadata: { namespace = '', name } }: Manifest): string {
  return `${namespace}/${name}`;
}
