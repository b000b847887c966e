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
  return fieldSet(false, elements.map(({ name, schema: inner, value: part }) => [name, isItem(name) ? union(THIS_FIELD, fieldsOf(inner, part)) : fieldsOf(inner, part)] as const));
}

// What an update made, also owns the objects and lists that it made for it.
function allFieldsOf(schema: JsonSchema, value: JsonValue): FieldSet {
  const elements = elementsOf(schema, value);
  if (elements === undefined) return THIS_FIELD;
  return fieldSet(false, elements.map(({ name, schema: inner, value: part }) => [name, withItself(name, inner, allFieldsOf(inner, part))] as const));
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
    const removed = before === undefined ? NO_FIELDS : allFieldsOf(schema, before);
    const set = after === undefined ? NO_FIELDS : allFieldsOf(schema, after);
    return { set, removed: after === undefined || (old === undefined) !== (now === undefined) ? removed : NO_FIELDS };
  }
  const [oldByName, nowByName] = [new Map(old.map(element => [element.name, element])), new Map(now.map(element => [element.name, element]))];
  const changes = [...new Map([...oldByName, ...nowByName])].map(([name, { schema: inner }]) => {
    const change = changeOf(inner, oldByName.get(name)?.value, nowByName.get(name)?.value);
    const isNew = !oldByName.has(name);
    const isGone = !nowByName.has(name);
    return [name, { set: isNew ? withItself(name, inner, change.set) : change.set, removed: isGone ? withItself(name, inner, change.removed) : change.removed }] as const;
  });
  return { set: fieldSet(false, changes.map(([name, change]) => [name, change.set] as const)), removed: fieldSet(false, changes.map(([name, change]) => [name, change.removed] as const)) };
}

// The item of a keyed list is a field of its own, and so is what may be left out as a whole.
function withItself(name: string, schema: JsonSchema, set: FieldSet): FieldSet {
  const isOptional = schema['x-always'] !== true && !(schema.type === 'array' && schema['x-proto'] !== undefined && schema['x-omit-zero'] !== true);
  return isItem(name) || isOptional ? union(THIS_FIELD, set) : set;
}

function isItem(name: string): boolean {
  return !name.startsWith('f:');
}
