import type { CrdSchema } from '../../../src/lint/schema/crd-schema.ts';

/** The paths of all leaves of a schema: `match[].uri.exact`, `labels{}`. */
export function schemaFields(schema: CrdSchema, path: string): readonly string[] {
  if (schema.properties !== undefined) return Object.entries(schema.properties).flatMap(([field, inner]) => schemaFields(inner, `${path}.${field}`));
  if (schema.items !== undefined) return schemaFields(schema.items, `${path}[]`);
  return typeof schema.additionalProperties === 'object' ? schemaFields(schema.additionalProperties, `${path}{}`) : [path];
}

/** Those of them that an object has, as its schema names them. */
export function usedFields(value: unknown, schema: CrdSchema, path: string): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(item => usedFields(item, schema.items ?? {}, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  const { properties = {}, additionalProperties } = schema;
  return Object.entries(value).flatMap(([field, inner]) => {
    if (field in properties) return usedFields(inner, properties[field] ?? {}, `${path}.${field}`);
    return usedFields(inner, typeof additionalProperties === 'object' ? additionalProperties : {}, `${path}{}`);
  });
}
