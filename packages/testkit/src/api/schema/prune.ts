import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { JsonSchema } from './json-schema.ts';
import { partOf } from './schema-parts.ts';

/** Told the path of each field that the schema does not know. */
export type UnknownField = (path: string) => void;

const EMBEDDED = ['apiVersion', 'kind', 'metadata'];

/** Takes out of a value, in place, what its schema does not know, and nulls where null is not allowed. */
export function prune(schema: JsonSchema, value: JsonValue, path: string, unknown: UnknownField): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) value.forEach((item, at) => prune(items, item, `${path}[${at}]`, unknown));
  } else if (isObject(value)) {
    for (const field of Object.keys(value)) pruneField(schema, value, field, { path, unknown });
  }
}

interface Place {
  readonly path: string;
  readonly unknown: UnknownField;
}

function pruneField(schema: JsonSchema, value: JsonObject, field: string, place: Place): void {
  const path = place.path === '' ? field : `${place.path}.${field}`;
  const inner = partOf(schema, field);
  if (inner === undefined) {
    if (keepsUnknown(schema, field)) return;
    delete value[field];
    place.unknown(path);
    return;
  }
  const found = value[field];
  if (found === null && inner.nullable !== true) delete value[field];
  else if (found !== undefined) prune(inner, found, path, place.unknown);
}

function keepsUnknown(schema: JsonSchema, field: string): boolean {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true) return true;
  if (schema['x-kubernetes-embedded-resource'] === true && EMBEDDED.includes(field)) return true;
  return schema.type === undefined && schema.properties === undefined;
}
