import type { ApiObject } from '../api-object.ts';
import type { StoreEvent, StoreListener } from './store-event.ts';

/** The objects of one resource, the recent changes, and who listens to them. */
export class ObjectTable {
  readonly #byNamespace = new Map<string, Map<string, ApiObject>>();
  readonly #history: StoreEvent[] = [];
  readonly #listeners = new Set<StoreListener>();
  readonly #historyLimit: number;
  /** Changes up to this revision are forgotten. */
  #forgotten = 0;

  constructor(historyLimit: number) {
    this.#historyLimit = historyLimit;
  }

  /** The object of that name. */
  get(namespace: string, name: string): ApiObject | undefined {
    return this.#byNamespace.get(namespace)?.get(name);
  }

  /** The objects of a namespace, or of all, ordered as the API server orders them. */
  list(namespace: string | undefined): ApiObject[] {
    const namespaces = namespace === undefined ? [...this.#byNamespace.keys()].sort() : [namespace];
    return namespaces.flatMap(key => {
      const objects = this.#byNamespace.get(key);
      return objects === undefined ? [] : [...objects.keys()].sort().map(name => objects.get(name) as ApiObject); // the key is the map's own
    });
  }

  /** How many objects a namespace has. */
  count(namespace: string): number {
    return this.#byNamespace.get(namespace)?.size ?? 0;
  }

  /** Takes a change in and tells those who listen. */
  record(event: StoreEvent): void {
    const namespace = String(event.object.metadata['namespace'] ?? '');
    if (event.type === 'DELETED') this.#drop(namespace, event.object.metadata.name);
    else this.#keep(namespace, event.object);
    this.#history.push(event);
    if (this.#history.length > 2 * this.#historyLimit) this.#forget(this.#history.length - this.#historyLimit);
    for (const listener of this.#listeners) listener(event);
  }

  /** The changes after a revision, or undefined where they are forgotten. */
  since(revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.#forgotten) return undefined;
    return this.#history.slice(this.#firstAfter(revision));
  }

  /** Forgets all changes up to `revision`. */
  expire(revision: number): void {
    this.#forget(this.#history.length);
    this.#forgotten = revision;
  }

  /** The oldest revision that a watch can start from. */
  get oldest(): number {
    return this.#forgotten;
  }

  /** Calls `listener` with each change from now on. */
  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(namespace: string, object: ApiObject): void {
    const objects = this.#byNamespace.get(namespace) ?? new Map<string, ApiObject>();
    objects.set(object.metadata.name, object);
    this.#byNamespace.set(namespace, objects);
  }

  #drop(namespace: string, name: string): void {
    const objects = this.#byNamespace.get(namespace);
    objects?.delete(name);
    if (objects?.size === 0) this.#byNamespace.delete(namespace);
  }

  #forget(count: number): void {
    const last = this.#history[count - 1];
    if (last !== undefined) this.#forgotten = last.revision;
    this.#history.splice(0, count);
  }

  #firstAfter(revision: number): number {
    let low = 0;
    let high = this.#history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#history[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
