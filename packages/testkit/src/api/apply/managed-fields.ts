import type { ApiObject } from '../api-object.ts';
import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { fromFieldsV1, toFieldsV1 } from './field-set-json.ts';
import { isEmpty } from './field-set.ts';
import type { FieldSet } from './field-set.ts';

/** Who manages which fields. @source Kubernetes meta/v1 ManagedFieldsEntry */
export interface ManagedEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string;
  readonly fields: FieldSet;
}

/** Whether two entries are of the same manager, doing the same. */
export function isSameManager(left: ManagedEntry, right: ManagedEntry): boolean {
  const sameVersion = left.operation === 'Apply' || left.apiVersion === right.apiVersion;
  return left.manager === right.manager && left.operation === right.operation && left.subresource === right.subresource && sameVersion;
}

/** Reads an object's managed fields. */
export function managedEntries(object: ApiObject | undefined): ManagedEntry[] {
  const entries = object?.metadata['managedFields'];
  return Array.isArray(entries) ? entries.filter(isObject).filter(entry => entry['manager'] !== undefined).map(toEntry) : [];
}

/** Writes an object's managed fields; managers without fields are left out. */
export function setManagedEntries(draft: ApiObject, entries: readonly ManagedEntry[]): void {
  const kept = entries.filter(entry => !isEmpty(entry.fields));
  if (kept.length === 0) delete draft.metadata['managedFields'];
  else draft.metadata['managedFields'] = kept.sort(byOperation).map(toJson);
}

// Appliers come first, and then the older ones: the order of Kubernetes.
function byOperation(left: ManagedEntry, right: ManagedEntry): number {
  return left.operation.localeCompare(right.operation) || left.time.localeCompare(right.time) || left.manager.localeCompare(right.manager);
}

/** The parts of an object that managers own: identity and bookkeeping are the server's. */
export function ownable(object: JsonObject): JsonObject {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  if (isObject(rest['status']) && Object.keys(rest['status']).length === 0) delete rest['status'];
  if (!isObject(metadata)) return rest;
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const owned = Object.fromEntries(Object.entries({ labels, annotations, finalizers, ownerReferences }).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
  return Object.keys(owned).length === 0 ? rest : { ...rest, metadata: owned };
}

function toEntry(entry: JsonObject): ManagedEntry {
  return {
    manager: String(entry['manager']), operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update', apiVersion: String(entry['apiVersion'] ?? ''),
    subresource: String(entry['subresource'] ?? ''), time: String(entry['time'] ?? ''), fields: fromFieldsV1(entry['fieldsV1']),
  };
}

function toJson(entry: ManagedEntry): JsonObject {
  const { manager, operation, apiVersion, time, subresource, fields } = entry;
  return { manager, operation, apiVersion, time, fieldsType: 'FieldsV1', fieldsV1: toFieldsV1(fields), ...(subresource === '' ? {} : { subresource }) };
}
