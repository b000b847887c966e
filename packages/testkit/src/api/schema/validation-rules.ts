import type { ApiObject } from '../api-object.ts';
import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { StatusCause } from '../status-error.ts';
import { celValue } from './cel-value.ts';
import { compileRule } from './expression.ts';
import type { JsonSchema } from './json-schema.ts';
import { partOf } from './schema-parts.ts';

const ruled = new WeakMap<JsonSchema, boolean>();

/** Whether a schema or a part of it states rules in the Common Expression Language. */
export function hasRules(schema: JsonSchema): boolean {
  const known = ruled.get(schema);
  if (known !== undefined) return known;
  const parts = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  const found = schema['x-kubernetes-validations'] !== undefined || parts.some(part => typeof part === 'object' && hasRules(part));
  ruled.set(schema, found);
  return found;
}

/** What an object breaks of the rules that its schema states in the Common Expression Language. */
export function validateExpressions(schema: JsonSchema, draft: ApiObject, live: ApiObject | undefined): StatusCause[] {
  return causesAt(schema, { path: '', value: draft, before: live });
}

interface Place {
  readonly path: string;
  readonly value: JsonValue;
  readonly before: JsonValue | undefined;
}

function causesAt(schema: JsonSchema, place: Place): StatusCause[] {
  if (!hasRules(schema)) return [];
  return [...brokenRules(schema, place), ...partsOf(schema, place).flatMap(([part, inner]) => causesAt(part, inner))];
}

function brokenRules(schema: JsonSchema, { path, value, before }: Place): StatusCause[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return [];
  const [self, oldSelf] = [celValue(schema, value), before === undefined ? undefined : celValue(schema, before)];
  return rules.flatMap(rule => {
    const expression = compileRule(rule);
    if (expression === undefined || (expression.isTransition && before === undefined) || expression.holds(self, oldSelf)) return [];
    const field = `${path}${rule.fieldPath ?? ''}`;
    return [causeOf(rule.reason, { value, detail: expression.message(self, oldSelf), field: field === '' ? '<nil>' : field })];
  });
}

/** Of objects and lists the value is left out. */
function causeOf(reason = 'FieldValueInvalid', { value, detail, field }: { readonly value: JsonValue; readonly detail: string; readonly field: string }): StatusCause {
  const shown = typeof value === 'object' ? '' : `: ${JSON.stringify(value)}`;
  if (reason === 'FieldValueForbidden') return { reason, message: `Forbidden: ${detail}`, field };
  if (reason === 'FieldValueRequired') return { reason, message: `Required value: ${detail}`, field };
  if (reason === 'FieldValueDuplicate') return { reason, message: `Duplicate value${shown}`, field };
  return { reason, message: `Invalid value${shown}: ${detail}`, field };
}

function partsOf(schema: JsonSchema, { path, value, before }: Place): [JsonSchema, Place][] {
  if (Array.isArray(value)) return schema.items === undefined ? [] : value.map((item, at) => [schema.items ?? {}, { path: `${path}[${at}]`, value: item, before: undefined }]);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]): [JsonSchema, Place][] => {
    const part = partOf(schema, field);
    if (part === undefined) return [];
    return [[part, { path: path === '' ? field : `${path}.${field}`, value: inner, before: isObject(before) ? before[field] : undefined }]];
  });
}
