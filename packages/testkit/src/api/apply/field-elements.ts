import { isObject, sameJson } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { partOf } from '../schema/schema-parts.ts';

/** A member of an object or of a list that has keys. */
export interface FieldElement {
  /** As Kubernetes names it: `f:replicas`, `k:{"name":"app"}`, `v:"x"`. */
  readonly name: string;
  readonly schema: JsonSchema;
  readonly value: JsonValue;
}

const ANYTHING: JsonSchema = { 'x-kubernetes-preserve-unknown-fields': true };
const KEY_DEFAULTS: JsonObject = { protocol: 'TCP' };

/** The members of a value that can be owned apart; undefined where it is owned as a whole. */
export function elementsOf(schema: JsonSchema, value: JsonValue): FieldElement[] | undefined {
  if (Array.isArray(value)) return listElements(schema, value);
  if (!isObject(value) || schema['x-kubernetes-map-type'] === 'atomic' || Object.keys(value).length === 0) return undefined;
  return Object.entries(value).map(([field, inner]) => ({ name: `f:${field}`, schema: fieldSchema(schema, field), value: inner }));
}

/** The schema of a field of an object. */
export function fieldSchema(schema: JsonSchema, field: string): JsonSchema {
  return partOf(schema, field) ?? ANYTHING;
}

/** The name of a list's item, as an element; undefined where the list has no keys. */
export function itemName(schema: JsonSchema, item: JsonValue): string | undefined {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return `v:${JSON.stringify(item)}`;
  if (type !== 'map' || !isObject(item)) return undefined;
  const keys = [...(schema['x-kubernetes-list-map-keys'] ?? [])].sort();
  const entries = keys.map(key => [key, item[key] ?? KEY_DEFAULTS[key]] as const).filter(([, value]) => value !== undefined);
  return `k:${JSON.stringify(Object.fromEntries(entries))}`;
}

/** The value of a member; undefined where there is none. */
export function memberAt(schema: JsonSchema, value: JsonValue | undefined, name: string): JsonValue | undefined {
  return value === undefined ? undefined : elementsOf(schema, value)?.find(element => element.name === name)?.value;
}

/** Whether two values are the same where it matters for ownership. */
export function sameValue(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return left === undefined || right === undefined ? left === right : sameJson(left, right);
}

function listElements(schema: JsonSchema, items: readonly JsonValue[]): FieldElement[] | undefined {
  const inner = schema.items ?? ANYTHING;
  const elements: FieldElement[] = [];
  for (const value of items) {
    const name = itemName(schema, value);
    if (name === undefined) return undefined;
    elements.push({ name, schema: inner, value });
  }
  return elements.length === 0 ? undefined : elements;
}
