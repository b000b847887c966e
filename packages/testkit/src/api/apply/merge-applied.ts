import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { elementsOf, fieldSchema, itemName } from './field-elements.ts';
import { childOf, isEmpty } from './field-set.ts';
import type { FieldSet } from './field-set.ts';

/** Puts what was applied over what is there. */
export function mergeApplied(schema: JsonSchema, live: JsonValue | undefined, applied: JsonValue): JsonValue {
  if (isObject(live) && isObject(applied) && schema['x-kubernetes-map-type'] !== 'atomic') {
    const merged = { ...live };
    for (const [field, value] of Object.entries(applied)) merged[field] = mergeApplied(fieldSchema(schema, field), live[field], value);
    return merged;
  }
  return Array.isArray(live) && Array.isArray(applied) && elementsOf(schema, applied) !== undefined ? mergeItems(schema, live, applied) : structuredClone(applied);
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

/**
 * Takes fields out of a value. A field or an item of which nothing is still owned goes as a whole, with the defaults that the server filled in.
 */
export function removeFields(schema: JsonSchema, value: JsonValue, dropped: FieldSet, owned: FieldSet): JsonValue {
  const elements = elementsOf(schema, value);
  if (elements === undefined || isEmpty(dropped)) return value;
  const kept = elements.flatMap(element => {
    const [gone, rest] = [childOf(dropped, element.name), childOf(owned, element.name)];
    if (isEmpty(gone)) return [element];
    return isEmpty(rest) ? [] : [{ ...element, value: removeFields(element.schema, element.value, gone, rest) }];
  });
  if (Array.isArray(value)) return kept.map(element => element.value);
  return Object.fromEntries(kept.map(element => [element.name.slice('f:'.length), element.value]));
}
