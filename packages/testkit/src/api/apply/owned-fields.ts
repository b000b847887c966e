import type { JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { elementsOf } from './field-elements.ts';
import { fieldSet, NO_FIELDS, THIS_FIELD, union } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import { sameValue } from './field-elements.ts';

/** The fields that a value states: its leaves, and the items of keyed lists. */
export function fieldsOf(schema: JsonSchema, value: JsonValue): FieldSet {
  const elements = elementsOf(schema, value);
  if (elements === undefined) return THIS_FIELD;
  return fieldSet(false, elements.map(element => [element.name, withItself(element.name, fieldsOf(element.schema, element.value))] as const));
}

/** The fields that a write set, and those that it took away. */
export interface FieldChange {
  readonly set: FieldSet;
  readonly removed: FieldSet;
}

/** Compares two states of a value field by field. */
export function changeOf(schema: JsonSchema, before: JsonValue | undefined, after: JsonValue | undefined): FieldChange {
  if (before === after || sameValue(before, after)) return { set: NO_FIELDS, removed: NO_FIELDS };
  const [old, now] = [before === undefined ? undefined : elementsOf(schema, before), after === undefined ? undefined : elementsOf(schema, after)];
  if (old === undefined || now === undefined) {
    const removed = before === undefined ? NO_FIELDS : fieldsOf(schema, before);
    const set = after === undefined ? NO_FIELDS : fieldsOf(schema, after);
    return { set, removed: after === undefined || (old === undefined) !== (now === undefined) ? removed : NO_FIELDS };
  }
  const [oldByName, nowByName] = [new Map(old.map(element => [element.name, element])), new Map(now.map(element => [element.name, element]))];
  const changes = [...new Map([...oldByName, ...nowByName])].map(([name, { schema: inner }]) => {
    const change = changeOf(inner, oldByName.get(name)?.value, nowByName.get(name)?.value);
    const isNew = !oldByName.has(name);
    const isGone = !nowByName.has(name);
    return [name, { set: isNew ? withItself(name, change.set) : change.set, removed: isGone ? withItself(name, change.removed) : change.removed }] as const;
  });
  return { set: fieldSet(false, changes.map(([name, change]) => [name, change.set] as const)), removed: fieldSet(false, changes.map(([name, change]) => [name, change.removed] as const)) };
}

// The item of a keyed list is a field of its own, besides those that it holds.
function withItself(name: string, set: FieldSet): FieldSet {
  return name.startsWith('f:') ? set : union(THIS_FIELD, set);
}
