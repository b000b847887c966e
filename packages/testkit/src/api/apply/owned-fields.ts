import type { JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { elementsOf, sameValue } from './field-elements.ts';
import type { FieldElement } from './field-elements.ts';
import { fieldSet, NO_FIELDS, THIS_FIELD, union } from './field-set.ts';
import type { FieldSet } from './field-set.ts';

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

const NO_CHANGE: FieldChange = { set: NO_FIELDS, removed: NO_FIELDS };

/** Compares two states of a value field by field. */
export function changeOf(schema: JsonSchema, before: JsonValue | undefined, after: JsonValue | undefined): FieldChange {
  if (before === after || sameValue(before, after)) return NO_CHANGE;
  const [old, now] = [membersOf(schema, before), membersOf(schema, after)];
  if (old === undefined || now === undefined) return wholeChange(schema, before, after);
  const changes = [...new Map([...old, ...now])].map(([name, { schema: inner }]) => {
    const change = changeOf(inner, old.get(name)?.value, now.get(name)?.value);
    return { name, set: old.has(name) ? change.set : withItself(name, inner, change.set), removed: now.has(name) ? change.removed : withItself(name, inner, change.removed) };
  });
  return { set: fieldSet(false, changes.map(change => [change.name, change.set] as const)), removed: fieldSet(false, changes.map(change => [change.name, change.removed] as const)) };
}

function membersOf(schema: JsonSchema, value: JsonValue | undefined): ReadonlyMap<string, FieldElement> | undefined {
  const elements = value === undefined ? undefined : elementsOf(schema, value);
  return elements && new Map(elements.map(element => [element.name, element]));
}

// A value that is owned as a whole on one side at least: another leaf is set, and what had members loses them.
function wholeChange(schema: JsonSchema, before: JsonValue | undefined, after: JsonValue | undefined): FieldChange {
  const lost = before === undefined ? NO_FIELDS : allFieldsOf(schema, before);
  if (after === undefined) return { set: NO_FIELDS, removed: lost };
  return { set: allFieldsOf(schema, after), removed: lost.children.size > 0 || elementsOf(schema, after) !== undefined ? lost : NO_FIELDS };
}

// The item of a keyed list is a field of its own, and so is what may be left out as a whole.
function withItself(name: string, schema: JsonSchema, set: FieldSet): FieldSet {
  const isOptional = schema['x-always'] !== true && !(schema.type === 'array' && schema['x-proto'] !== undefined && schema['x-omit-zero'] !== true);
  return isItem(name) || isOptional ? union(THIS_FIELD, set) : set;
}

function isItem(name: string): boolean {
  return !name.startsWith('f:');
}
