import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { JsonSchema } from './json-schema.ts';
import { canonicalQuantity } from './quantity.ts';

/** Takes out of a value, in place, what Go reads as not given: empty and zero fields that are no pointers. Quantities take their canonical form. */
export function dropZeros(schema: JsonSchema, value: JsonValue): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) dropZeros(schema.items, item);
    return;
  }
  if (!isObject(value)) return;
  for (const [field, found] of Object.entries(value)) {
    const inner = innerOf(schema, field);
    if (inner === undefined) continue;
    if (inner['x-quantity'] === true && (typeof found === 'string' || typeof found === 'number')) value[field] = canonicalQuantity(String(found));
    dropZeros(inner, found);
    if (inner['x-omit-zero'] === true && isZero(found)) delete value[field];
  }
}

/** Writes, in place, what Go's JSON always writes: structs, and counts and switches that have no `omitempty`. */
export function fillZeros(schema: JsonSchema, value: JsonValue): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) fillZeros(schema.items, item);
    return;
  }
  if (!isObject(value)) return;
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    if (property['x-always'] === true && value[field] === undefined) value[field] = zeroOf(property);
    if (value[field] !== undefined) fillZeros(property, value[field]);
  }
  if (typeof schema.additionalProperties === 'object') for (const item of Object.values(value as JsonObject)) fillZeros(schema.additionalProperties, item);
}

function innerOf(schema: JsonSchema, field: string): JsonSchema | undefined {
  return schema.properties?.[field] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
}

function zeroOf(schema: JsonSchema): JsonValue {
  if (schema.type === 'integer') return 0;
  return schema.type === 'boolean' ? false : {};
}

function isZero(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : value === '' || value === 0 || value === false;
}
