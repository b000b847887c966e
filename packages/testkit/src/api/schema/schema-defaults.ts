import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { JsonSchema } from './json-schema.ts';
import { visitParts } from './schema-parts.ts';

/** Sets the defaults that a schema states, in place; a null where null is not allowed counts as not given. */
export function fillSchemaDefaults(schema: JsonSchema, value: JsonValue): void {
  if (isObject(value)) {
    for (const [field, property] of Object.entries(schema.properties ?? {})) {
      if (property.default !== undefined && isUnset(value[field], property)) value[field] = structuredClone(property.default);
    }
  }
  visitParts(schema, value, fillSchemaDefaults);
}

function isUnset(value: JsonValue | undefined, schema: JsonSchema): boolean {
  return value === undefined || (value === null && schema.nullable !== true);
}
