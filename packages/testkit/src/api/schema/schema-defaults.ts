import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { JsonSchema } from './json-schema.ts';

/** Sets the defaults that a schema states, in place; a null where null is not allowed counts as not given. */
export function fillSchemaDefaults(schema: JsonSchema, value: JsonValue): void {
  if (Array.isArray(value)) {
    for (const item of value) if (schema.items !== undefined) fillSchemaDefaults(schema.items, item);
    return;
  }
  if (!isObject(value)) return;
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    if (property.default !== undefined && isUnset(value[field], property)) value[field] = structuredClone(property.default);
    if (value[field] !== undefined) fillSchemaDefaults(property, value[field]);
  }
  const rest = schema.additionalProperties;
  if (typeof rest === 'object') for (const item of Object.values(value)) fillSchemaDefaults(rest, item);
}

function isUnset(value: JsonValue | undefined, schema: JsonSchema): boolean {
  return value === undefined || (value === null && schema.nullable !== true);
}
