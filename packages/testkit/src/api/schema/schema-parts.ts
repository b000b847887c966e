import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { JsonSchema } from './json-schema.ts';

/** The schema of a field; undefined where the schema does not know it. */
export function partOf(schema: JsonSchema | undefined, field: string): JsonSchema | undefined {
  const rest = schema?.additionalProperties;
  return schema?.properties?.[field] ?? (typeof rest === 'object' ? rest : undefined);
}

/** Calls `visit` with each field and each item of a value that the schema knows. */
export function visitParts(schema: JsonSchema, value: JsonValue, visit: (part: JsonSchema, inner: JsonValue) => void): void {
  const { items } = schema;
  if (Array.isArray(value)) {
    if (items !== undefined) for (const item of value) visit(items, item);
    return;
  }
  if (!isObject(value)) return;
  for (const [field, inner] of Object.entries(value)) {
    const part = partOf(schema, field);
    if (part !== undefined) visit(part, inner);
  }
}
