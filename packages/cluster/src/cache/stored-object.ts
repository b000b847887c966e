import type { Manifest, ResourceType } from '@flagger/sdk';

/** An object as the API server sends it. Items of a list lack `apiVersion` and `kind`. */
export type WireObject = { readonly metadata: Manifest['metadata'] & { readonly managedFields?: unknown } } & Partial<Manifest>;

/** An object as caches keep it: complete, frozen, without `managedFields`, which nobody reads and which is often the larger half. */
export function storedObject<T extends Manifest>(type: ResourceType<T>, wire: WireObject): T {
  const { managedFields: _, ...metadata } = wire.metadata;
  // What the server sends for a type has the type's shape.
  return freezeDeeply({ ...wire, apiVersion: type.apiVersion, kind: type.kind, metadata }) as unknown as T;
}

/** Whether a value that came over the wire can be an object with a name. */
export function isWireObject(value: unknown): value is WireObject {
  if (typeof value !== 'object' || value === null || !('metadata' in value)) return false;
  const { metadata } = value;
  return typeof metadata === 'object' && metadata !== null;
}

function freezeDeeply<V>(value: V): V {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freezeDeeply(part);
  return Object.freeze(value);
}
