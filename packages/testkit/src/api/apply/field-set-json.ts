import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { fieldSet, NO_FIELDS, THIS_FIELD } from './field-set.ts';
import type { FieldSet } from './field-set.ts';

const SELF = '.';
const read = new WeakMap<JsonObject, FieldSet>();

/** A set as Kubernetes writes it. @source Kubernetes meta/v1 FieldsV1 */
export function toFieldsV1(set: FieldSet): JsonObject {
  const fields: JsonObject = set.self && set.children.size > 0 ? { [SELF]: {} } : {};
  for (const [name, child] of [...set.children].sort(([a], [b]) => (a < b ? -1 : 1))) fields[name] = toFieldsV1(child);
  return fields;
}

/** Reads a set as Kubernetes writes it. */
export function fromFieldsV1(fields: JsonValue | undefined): FieldSet {
  if (!isObject(fields)) return NO_FIELDS;
  const found = read.get(fields);
  if (found !== undefined) return found;
  const made = { ...parse(fields), self: false };
  if (Object.isFrozen(fields)) read.set(fields, made);
  return made;
}

function parse(fields: JsonObject): FieldSet {
  const names = Object.keys(fields).filter(name => name !== SELF);
  if (names.length === 0) return THIS_FIELD;
  return fieldSet(SELF in fields, names.map(name => [name, isObject(fields[name]) ? parse(fields[name]) : THIS_FIELD] as const));
}
