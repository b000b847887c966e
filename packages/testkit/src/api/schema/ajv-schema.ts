import type { AnySchemaObject } from 'ajv';
import type { JsonSchema } from './json-schema.ts';

const COPIED = [
  'type', 'format', 'enum', 'required', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'multipleOf', '$ref',
] as const;

/** Turns an OpenAPI schema of Kubernetes' kind into one for Ajv. */
export function toAjvSchema(schema: JsonSchema): AnySchemaObject {
  const result: AnySchemaObject = {};
  for (const keyword of COPIED) if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
  if (schema['x-kubernetes-int-or-string'] === true) result['type'] = ['integer', 'string'];
  if (schema['x-quantity'] === true) result['type'] = ['number', 'string'];
  if (schema.pattern !== undefined && compiles(schema.pattern)) result['pattern'] = schema.pattern;
  addBounds(schema, result);
  addNested(schema, result);
  // JSON Schema needs null among the types; `nullable` is OpenAPI's.
  if (schema.nullable === true && result['type'] !== undefined) result['type'] = [result['type'], 'null'].flat();
  return result;
}

// Go's expressions are not quite JavaScript's; one that does not compile is left to the real server.
function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function addBounds(schema: JsonSchema, result: AnySchemaObject): void {
  if (schema.minimum !== undefined) result[schema.exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum'] = schema.minimum;
  if (schema.maximum !== undefined) result[schema.exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum'] = schema.maximum;
}

function addNested(schema: JsonSchema, result: AnySchemaObject): void {
  const { properties, additionalProperties } = schema;
  if (properties !== undefined) result['properties'] = Object.fromEntries(Object.entries(properties).map(([field, property]) => [field, toAjvSchema(property)]));
  if (typeof additionalProperties === 'object') result['additionalProperties'] = toAjvSchema(additionalProperties);
  if (schema.items !== undefined) result['items'] = toAjvSchema(schema.items);
  if (schema.not !== undefined) result['not'] = toAjvSchema(schema.not);
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    const branches = schema[keyword];
    // An int-or-string says its two types once more as anyOf.
    if (branches !== undefined && !(keyword === 'anyOf' && schema['x-kubernetes-int-or-string'] === true)) result[keyword] = branches.map(toAjvSchema);
  }
}
