import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { elementsOf, fieldSchema, itemName } from './field-elements.ts';
import { childOf } from './field-set.ts';
import type { FieldSet } from './field-set.ts';

/** Puts what was applied over what is there. */
export function mergeApplied(schema: JsonSchema, live: JsonValue | undefined, applied: JsonValue): JsonValue {
  if (live === undefined || elementsOf(schema, applied) === undefined) return structuredClone(applied);
  if (isObject(live) && isObject(applied)) {
    const merged = { ...live };
    for (const [field, value] of Object.entries(applied)) merged[field] = mergeApplied(fieldSchema(schema, field), live[field], value);
    return merged;
  }
  return Array.isArray(live) && Array.isArray(applied) ? mergeItems(schema, live, applied) : structuredClone(applied);
}

// The applied order counts; items of others stay where they were among their neighbours.
function mergeItems(schema: JsonSchema, live: readonly JsonValue[], applied: readonly JsonValue[]): JsonValue[] {
  const inner = schema.items ?? {};
  const appliedNames = applied.map(item => itemName(schema, item));
  const liveByName = new Map(live.map(item => [itemName(schema, item), item]));
  const merged = applied.map((item, at) => mergeApplied(inner, liveByName.get(appliedNames[at]), item));
  live.forEach((item, at) => {
    if (!appliedNames.includes(itemName(schema, item))) merged.splice(Math.min(at, merged.length), 0, item);
  });
  return merged;
}

/** Takes fields out of a value; undefined where nothing is left of it. */
export function removeFields(schema: JsonSchema, value: JsonValue, fields: FieldSet): JsonValue | undefined {
  const elements = elementsOf(schema, value);
  if (elements === undefined) return fields.self ? undefined : value;
  if (fields.children.size === 0) return fields.self ? undefined : value;
  const kept = elements.flatMap(element => {
    const child = childOf(fields, element.name);
    const rest = removeFields(element.schema, element.value, child);
    return rest === undefined || (child.self && isOnlyKeys(element.name, rest)) ? [] : [{ name: element.name, value: rest }];
  });
  if (kept.length === 0) return undefined;
  if (Array.isArray(value)) return kept.map(element => element.value);
  return Object.fromEntries(kept.map(element => [element.name.slice('f:'.length), element.value]));
}

// What is left of an item when all that its owner set is gone.
function isOnlyKeys(name: string, rest: JsonValue): boolean {
  if (!name.startsWith('k:') || !isObject(rest)) return true;
  const keys = Object.keys(JSON.parse(name.slice('k:'.length)) as object);
  return Object.keys(rest).every(field => keys.includes(field));
}
