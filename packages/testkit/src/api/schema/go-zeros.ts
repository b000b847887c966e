import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { JsonSchema } from './json-schema.ts';
import { canonicalQuantity } from './quantity.ts';
import { partOf, visitParts } from './schema-parts.ts';

/** Takes out of a value, in place, what Go reads as not given: empty and zero fields that are no pointers. Quantities take their canonical form. */
export function dropZeros(schema: JsonSchema, value: JsonValue): void {
  visitParts(schema, value, dropZeros);
  if (!isObject(value)) return;
  for (const [field, found] of Object.entries(value)) {
    const part = partOf(schema, field);
    if (part?.['x-quantity'] === true) settleQuantity(value, field);
    if (part?.['x-omit-zero'] === true && isZero(found)) delete value[field];
  }
}

/** Writes, in place, what Go's JSON always writes: structs, and counts and switches that have no `omitempty`. */
export function fillZeros(schema: JsonSchema, value: JsonValue): void {
  if (isObject(value)) {
    for (const [field, property] of Object.entries(schema.properties ?? {})) {
      if (property['x-always'] === true && value[field] === undefined) value[field] = zeroOf(property);
    }
  }
  visitParts(schema, value, fillZeros);
}

function settleQuantity(holder: JsonObject, field: string): void {
  const quantity = holder[field];
  if (typeof quantity === 'string' || typeof quantity === 'number') holder[field] = canonicalQuantity(String(quantity));
}

function zeroOf(schema: JsonSchema): JsonValue {
  if (schema.type === 'integer') return 0;
  return schema.type === 'boolean' ? false : {};
}

function isZero(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : value === '' || value === 0 || value === false;
}
