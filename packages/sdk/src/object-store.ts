import type { Manifest, ObjectKey, ResourceType } from './manifest.ts';

/**
 * Reads from watch caches. The first read of a type starts its watch and waits for it; later ones cost no request.
 * A write's answer is in the cache when the write's promise resolves.
 */
export interface ObjectReader {
  /** The object, or undefined where there is none. @throws CanaryError ApiUnavailable, ApiForbidden, MissingResourceType */
  get<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, signal: AbortSignal): Promise<T | undefined>;
  /** All objects of a type, of one namespace or (undefined) of all that are watched. */
  list<T extends Manifest>(type: ResourceType<T>, namespace: string | undefined, signal: AbortSignal): Promise<readonly T[]>;
}

/** A JSON merge patch (RFC 7386): null removes a key. */
export type MergePatch = { readonly [key: string]: unknown };

/** Writes objects. @throws CanaryError Conflict, AlreadyExists, NotFound, Invalid, ApiForbidden, ApiUnavailable, MissingResourceType */
export interface ObjectWriter {
  create<T extends Manifest>(type: ResourceType<T>, object: T, signal: AbortSignal): Promise<T>;
  /** Replaces the whole object; `metadata.resourceVersion` is that of the object it was made from. */
  update<T extends Manifest>(type: ResourceType<T>, object: T, signal: AbortSignal): Promise<T>;
  patch<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch, signal: AbortSignal): Promise<T>;
  /** Merge-patches the status subresource. */
  patchStatus<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch, signal: AbortSignal): Promise<T>;
  /** Deletes; an object that is gone already is no error. */
  remove(type: ResourceType, key: ObjectKey, signal: AbortSignal): Promise<void>;
}

/** Reads and writes. A function that takes only one half shows in its signature that it needs no more. */
export interface ObjectStore extends ObjectReader, ObjectWriter {}
