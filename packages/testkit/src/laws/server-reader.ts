import type { Manifest, ObjectKey, ObjectReader, ResourceType } from '@flagger/sdk';
import type { InProcessStore } from '../api/in-process-store.ts';

/** Reads the server's own objects: no cache, no request, nothing stale. */
export function serverReader(store: InProcessStore): ObjectReader {
  return {
    get: async <T extends Manifest>(type: ResourceType<T>, key: ObjectKey) => store.get<T>(kindOf(type), key),
    list: async <T extends Manifest>(type: ResourceType<T>, namespace: string | undefined) => store.list<T>(kindOf(type), namespace),
  };
}

function kindOf({ apiVersion, kind }: ResourceType): { readonly apiVersion: string; readonly kind: string } {
  return { apiVersion, kind };
}
