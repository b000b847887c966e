import type { Manifest, ObjectKey } from '@flagger/sdk';

/** The objects of one cache, by namespace and name. */
export class ObjectTable<T extends Manifest> {
  readonly #namespaces = new Map<string, Map<string, T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get({ namespace = '', name }: ObjectKey): T | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  /** Of one namespace, or of all. */
  list(namespace: string | undefined): readonly T[] {
    if (namespace !== undefined) return [...(this.#namespaces.get(namespace)?.values() ?? [])];
    return [...this.#namespaces.values()].flatMap(objects => [...objects.values()]);
  }

  put(object: T): void {
    const { namespace = '', name } = object.metadata;
    const objects = this.#namespaces.get(namespace) ?? new Map<string, T>();
    if (!objects.has(name)) this.#size += 1;
    objects.set(name, object);
    this.#namespaces.set(namespace, objects);
  }

  delete({ namespace = '', name }: ObjectKey): void {
    const objects = this.#namespaces.get(namespace);
    if (objects?.delete(name) !== true) return;
    this.#size -= 1;
    if (objects.size === 0) this.#namespaces.delete(namespace);
  }
}
