import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { partOf } from '../schema/schema-parts.ts';
import { directiveOf, DIRECTIVE, ORDER_PREFIX, PRIMITIVES_PREFIX, RETAIN_KEYS } from './strategic-directives.ts';
import { orderItems } from './strategic-order.ts';

/**
 * Applies a strategic merge patch: as a JSON merge patch, but lists that have a merge key are merged by it, and `$patch`, `$retainKeys`,
 * `$setElementOrder` and `$deleteFromPrimitiveList` direct. Neither value changes.
 */
export function strategicMerge(schema: JsonSchema | undefined, target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const directive = directiveOf(patch);
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive === 'delete') return {};
  const merged = isObject(target) ? { ...target } : {};
  retainKeys(merged, patch);
  mergeFields(schema, merged, patch);
  for (const [field, removed] of directed(patch, PRIMITIVES_PREFIX)) merged[field] = without(merged[field], removed);
  const before = isObject(target) ? target : {};
  for (const [field, order] of directed(patch, ORDER_PREFIX)) merged[field] = orderItems(keyOf(partOf(schema, field)), merged[field], before[field], order);
  return merged;
}

function mergeFields(schema: JsonSchema | undefined, merged: JsonObject, patch: JsonObject): void {
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) continue;
    if (value === null) delete merged[field];
    else merged[field] = mergeField(partOf(schema, field), merged[field], value);
  }
}

function mergeField(schema: JsonSchema | undefined, target: JsonValue | undefined, value: JsonValue): JsonValue {
  if (!Array.isArray(value)) return strategicMerge(schema, target, value);
  const merges = (schema?.['x-kubernetes-patch-strategy'] ?? '').split(',').includes('merge');
  const replaces = value.some(item => isObject(item) && directiveOf(item) === 'replace');
  if (!merges || replaces) return value.filter(item => !(isObject(item) && DIRECTIVE in item && Object.keys(item).length === 1));
  const live = Array.isArray(target) ? target : [];
  const key = keyOf(schema);
  return key === undefined ? [...live, ...value.filter(item => !live.includes(item))] : mergeItems({ key, schema: schema?.items }, live, value);
}

interface KeyedList {
  readonly key: string;
  readonly schema: JsonSchema | undefined;
}

function mergeItems(list: KeyedList, live: readonly JsonValue[], patch: readonly JsonValue[]): JsonValue[] {
  const merged = [...live];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const at = merged.findIndex(candidate => isObject(candidate) && candidate[list.key] === item[list.key]);
    if (directiveOf(item) === 'delete') {
      if (at >= 0) merged.splice(at, 1);
    } else if (at >= 0) merged[at] = strategicMerge(list.schema, merged[at], item);
    else merged.push(strategicMerge(list.schema, undefined, item));
  }
  return merged;
}

function retainKeys(target: JsonObject, patch: JsonObject): void {
  const retained = patch[RETAIN_KEYS];
  if (!Array.isArray(retained)) return;
  for (const field of Object.keys(target)) if (!retained.includes(field)) delete target[field];
}

function directed(patch: JsonObject, prefix: string): [string, readonly JsonValue[]][] {
  return Object.entries(patch).flatMap(([field, value]) => (field.startsWith(prefix) && Array.isArray(value) ? [[field.slice(prefix.length), value] as [string, JsonValue[]]] : []));
}

function without(target: JsonValue | undefined, removed: readonly JsonValue[]): JsonValue {
  return Array.isArray(target) ? target.filter(item => !removed.includes(item)) : [];
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => !field.startsWith('$')));
}

function keyOf(schema: JsonSchema | undefined): string | undefined {
  return schema?.['x-kubernetes-patch-merge-key'];
}
