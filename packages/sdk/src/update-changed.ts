import { isDeepStrictEqual } from 'node:util';
import type { Manifest, ResourceType } from './manifest.ts';
import type { ObjectWriter } from './object-store.ts';

/** What an object is and what it becomes. */
export interface ObjectUpdate<T extends Manifest> {
  readonly live: T;
  /** Made from `live`, so that it has its resource version. */
  readonly next: T;
}

/** Writes what an object becomes, unless it is that already. @throws CanaryError as {@link ObjectWriter} */
export async function updateChanged<T extends Manifest>(writer: ObjectWriter, type: ResourceType<T>, { live, next }: ObjectUpdate<T>, signal: AbortSignal): Promise<void> {
  if (!isDeepStrictEqual(live, next)) await writer.update(type, next, signal);
}
