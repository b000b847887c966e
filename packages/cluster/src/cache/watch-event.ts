import { CanaryError } from '@flagger/sdk';
import type { Manifest, ResourceType } from '@flagger/sdk';
import { isVersionGone, VersionGoneError } from '../api/api-error.ts';
import { isWireObject, storedObject } from './stored-object.ts';

/** One line of a watch. */
export type WatchEvent<T extends Manifest> =
  | { readonly kind: 'put' | 'gone'; readonly object: T }
  | { readonly kind: 'bookmark'; readonly version: string };

/** The watch sent something that is no event: its position cannot be trusted any more. */
export class GarbledWatchError extends CanaryError {
  constructor(plural: string, cause?: unknown) {
    super('ApiUnavailable', 'later', `watch ${plural}: the stream holds something that is no watch event`, { cause });
  }
}

/** @throws VersionGoneError, GarbledWatchError, CanaryError ApiUnavailable where the server ends the watch with an error */
export function parseWatchEvent<T extends Manifest>(type: ResourceType<T>, line: string): WatchEvent<T> {
  const { type: kind, object } = parseLine(type, line);
  switch (kind) {
    case 'ADDED': case 'MODIFIED': return { kind: 'put', object: storedObject(type, named(type, object)) };
    case 'DELETED': return { kind: 'gone', object: storedObject(type, named(type, object)) };
    case 'BOOKMARK': return { kind: 'bookmark', version: named(type, object).metadata.resourceVersion ?? '' };
    case 'ERROR': throw watchError(type, object);
    default: throw new GarbledWatchError(type.plural);
  }
}

function parseLine(type: ResourceType, line: string): { readonly type?: unknown; readonly object?: unknown } {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch (cause) {
    throw new GarbledWatchError(type.plural, cause);
  }
  throw new GarbledWatchError(type.plural);
}

function named(type: ResourceType, object: unknown): Parameters<typeof storedObject>[1] {
  if (isWireObject(object)) return object;
  throw new GarbledWatchError(type.plural);
}

function watchError(type: ResourceType, object: unknown): CanaryError {
  const { code = 0, message = '' } = (typeof object === 'object' && object !== null ? object : {}) as { code?: number; message?: string };
  const text = `watch ${type.plural}: the server ended it: ${message} (${code})`;
  return isVersionGone(code, message) ? new VersionGoneError(text) : new CanaryError('ApiUnavailable', 'later', text);
}
