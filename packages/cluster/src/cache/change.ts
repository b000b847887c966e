import type { Manifest, ObjectKey, ResourceType } from '@flagger/sdk';

/** What happened to an object, by the hand of someone else. */
export interface Change<T extends Manifest = Manifest> {
  readonly type: ResourceType<T>;
  readonly key: ObjectKey;
  readonly kind: 'added' | 'updated' | 'deleted';
  /** As it is now; for 'deleted' as it last was. */
  readonly object: T;
  /** As it was before; absent for 'added', and where an own write came between the two. */
  readonly previous?: T;
}

/** Told about a change right after the cache has it. It must not throw and must not wait. */
export type ChangeListener<T extends Manifest = Manifest> = (change: Change<T>) => void;
