import type { ApiObject } from '../api-object.ts';
import { deepFreeze } from '../json.ts';
import { resourceKey } from '../resources/resource-definition.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import { ObjectTable } from './object-table.ts';
import { OwnerIndex } from './owner-index.ts';
import type { StoreEvent, StoreListener } from './store-event.ts';

const DEFAULT_HISTORY = 1000;

/** All objects of the server, each change numbered by a resource version. */
export class Store {
  readonly owners = new OwnerIndex();
  readonly #tables = new Map<string, ObjectTable>();
  readonly #listeners = new Set<StoreListener>();
  readonly #historyLimit: number;
  readonly #untold: StoreEvent[] = [];
  #revision = 1;
  #forgotten = 0;

  constructor(historyLimit = DEFAULT_HISTORY) {
    this.#historyLimit = historyLimit;
  }

  /** The resource version of the latest change. */
  get revision(): number {
    return this.#revision;
  }

  /** The table of a resource. */
  table(definition: ResourceDefinition): ObjectTable {
    const key = resourceKey(definition);
    const found = this.#tables.get(key);
    if (found !== undefined) return found;
    const made = new ObjectTable(this.#historyLimit);
    made.expire(this.#forgotten);
    this.#tables.set(key, made);
    return made;
  }

  /** The object of that name; cluster-scoped ones have the namespace ''. */
  get(definition: ResourceDefinition, namespace: string, name: string): ApiObject | undefined {
    return this.table(definition).get(namespace, name);
  }

  /** Adds a draft. */
  insert(definition: ResourceDefinition, draft: ApiObject): ApiObject {
    return this.#record({ type: 'ADDED', definition, draft });
  }

  /** Puts a draft in the place of an object. */
  replace(definition: ResourceDefinition, draft: ApiObject, previous: ApiObject): ApiObject {
    return this.#record({ type: 'MODIFIED', definition, draft, previous });
  }

  /** Takes an object out. */
  remove(definition: ResourceDefinition, object: ApiObject): ApiObject {
    return this.#record({ type: 'DELETED', definition, draft: { ...object, metadata: { ...object.metadata } } });
  }

  /** Makes every watch from an older resource version answer 410. */
  expireHistory(): void {
    this.#forgotten = this.#revision;
    for (const table of this.#tables.values()) table.expire(this.#revision);
  }

  /** Calls `listener` with every change of every resource. */
  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #record(change: { type: StoreEvent['type']; definition: ResourceDefinition; draft: ApiObject; previous?: ApiObject }): ApiObject {
    const { type, definition, draft, previous } = change;
    this.#revision += 1;
    draft.metadata['resourceVersion'] = String(this.#revision);
    const object = deepFreeze(draft);
    const event: StoreEvent = { type, definition, revision: this.#revision, object, ...(previous === undefined ? {} : { previous }) };
    this.owners.record(event);
    this.table(definition).record(event);
    this.#tell(event);
    return object;
  }

  // A listener that writes must not make a later listener see the second change first.
  #tell(event: StoreEvent): void {
    this.#untold.push(event);
    if (this.#untold.length > 1) return;
    for (let next = this.#untold[0]; next !== undefined; next = this.#untold[0]) {
      try {
        for (const listener of this.#listeners) listener(next);
      } finally {
        this.#untold.shift();
      }
    }
  }
}
