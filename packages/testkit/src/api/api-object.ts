import type { JsonObject } from './json.ts';

/** Metadata of an object on the server. @source Kubernetes meta/v1 ObjectMeta */
export interface ApiMetadata extends JsonObject {
  name: string;
}

/** A Kubernetes object as the server holds it. Stored ones are frozen and shared; a draft is a private copy. */
export interface ApiObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: ApiMetadata;
}

/** The owner references of an object. */
export function ownersOf(object: ApiObject): JsonObject[] {
  const owners = object.metadata['ownerReferences'];
  return Array.isArray(owners) ? (owners as JsonObject[]) : [];
}

/** The finalizers of an object. */
export function finalizersOf(object: ApiObject): string[] {
  const finalizers = object.metadata['finalizers'];
  return Array.isArray(finalizers) ? (finalizers as string[]) : [];
}

/** The labels of an object. */
export function labelsOf(object: ApiObject): Record<string, string> {
  return (object.metadata['labels'] ?? {}) as Record<string, string>;
}

/** A field of the metadata that is text, or undefined. */
export function metadataText(object: ApiObject, field: string): string | undefined {
  const value = object.metadata[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Joins group and version: `v1`, `apps/v1`. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Splits an apiVersion into group and version. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? { group: '', version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}
