import type { Cluster } from '@flagger/cluster';
import type { AskedBy } from '@flagger/core';
import { CANARIES, isCanaryError } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';

/** Who owns which fields of an object, as far as annotations are concerned. */
interface ManagedEntry {
  readonly manager?: string;
  readonly time?: string;
  readonly fieldsV1?: { readonly 'f:metadata'?: { readonly 'f:annotations'?: Readonly<Record<string, unknown>> } };
}

/**
 * Reads an annotation's field manager from the API server itself: caches leave managed fields out.
 *
 * Of several managers that agree on a value, the latest is told.
 */
export function createAskedBy({ request }: Pick<Cluster, 'request'>): AskedBy {
  return async ({ metadata: { namespace = '', name } }, annotation, signal) => {
    const path = `/apis/${CANARIES.apiVersion}/namespaces/${encodeURIComponent(namespace)}/${CANARIES.plural}/${encodeURIComponent(name)}`;
    try {
      const live = await request<Canary>({ verb: 'get', path, resource: 'canaries.flagger.app', namespace, name }, signal);
      return managerOf(live, annotation);
    } catch (error) {
      if (isCanaryError(error, 'NotFound')) return undefined;
      throw error;
    }
  };
}

function managerOf({ metadata }: Canary, annotation: string): string | undefined {
  const { managedFields = [] } = metadata as { readonly managedFields?: readonly ManagedEntry[] };
  const owners = managedFields.filter(({ fieldsV1 }) => fieldsV1?.['f:metadata']?.['f:annotations']?.[`f:${annotation}`] !== undefined);
  return owners.toSorted((a, b) => (a.time ?? '').localeCompare(b.time ?? '')).at(-1)?.manager;
}
