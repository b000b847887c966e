import type { ApiObject } from '../api-object.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';

/** One change of the store. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly definition: ResourceDefinition;
  readonly revision: number;
  /** The object after the change; for a deletion as it was last, with the deletion's resource version. */
  readonly object: ApiObject;
  /** The object before a modification. */
  readonly previous?: ApiObject;
}

/** Called with each change, in order, while it happens. */
export type StoreListener = (event: StoreEvent) => void;
