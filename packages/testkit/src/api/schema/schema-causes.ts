import type { ErrorObject } from 'ajv';
import type { JsonObject } from '../json.ts';
import type { StatusCause } from '../status-error.ts';

const COMPOSITIONS = new Set(['oneOf', 'anyOf', 'not']);

/** Turns Ajv's errors into the causes that Kubernetes would name. */
export function causesOf(errors: readonly ErrorObject[], root: JsonObject): StatusCause[] {
  const causes = told(errors).map(error => causeOf(error, pathOf(error.instancePath, root)));
  return causes.filter((cause, at) => causes.findIndex(other => other.field === cause.field && other.message === cause.message) === at);
}

// Of what fails inside the branches of oneOf and anyOf, Kubernetes tells the branch that came closest.
function told(errors: readonly ErrorObject[]): ErrorObject[] {
  const composed = errors.filter(error => COMPOSITIONS.has(error.keyword));
  const isInside = (error: ErrorObject, outer: ErrorObject): boolean => outer !== error && error.schemaPath.startsWith(`${outer.schemaPath}/`) && error.instancePath.startsWith(outer.instancePath);
  const outermost = composed.filter(error => !composed.some(outer => isInside(error, outer)));
  const plain = errors.filter(error => error.keyword !== 'if' && !composed.includes(error) && !outermost.some(outer => isInside(error, outer)));
  return [...plain, ...outermost.flatMap(outer => [outer, ...closestBranch(outer, errors.filter(error => isInside(error, outer)))])];
}

function closestBranch(outer: ErrorObject, inside: readonly ErrorObject[]): ErrorObject[] {
  const branches = Map.groupBy(inside, error => error.schemaPath.slice(outer.schemaPath.length + 1).split('/')[0]);
  const closest = [...branches.values()].sort((a, b) => a.length - b.length)[0];
  const tooMany = (outer.params['passingSchemas'] ?? null) !== null;
  return outer.keyword === 'not' || tooMany || closest === undefined ? [] : told(closest);
}

/** Turns a JSON pointer into a Kubernetes field path: `spec.metrics[0].name`. */
function pathOf(pointer: string, root: JsonObject): string {
  let here: unknown = root;
  let path = '';
  for (const part of pointer.split('/').slice(1).map(text => text.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    path += Array.isArray(here) ? `[${part}]` : path === '' ? part : `.${part}`;
    here = (here as Record<string, unknown> | undefined)?.[part]; // the pointer leads through the object
  }
  return path;
}

/** The field of what concerns the object as a whole. */
export const NOWHERE = '<nil>';

function causeOf(error: ErrorObject, path: string): StatusCause {
  const text = TEXTS[error.keyword];
  const missing = error.keyword === 'required' ? [path, String(error.params['missingProperty'])].filter(part => part !== '').join('.') : path;
  const field = missing === '' || COMPOSITIONS.has(error.keyword) ? NOWHERE : missing;
  return { ...(text === undefined ? bodyCause(error, path, `is invalid (${error.keyword})`) : text(error, path)), field };
}

type Text = (error: ErrorObject, path: string) => Omit<StatusCause, 'field'>;

const TEXTS: Readonly<Record<string, Text>> = {
  required: () => ({ reason: 'FieldValueRequired', message: 'Required value' }),
  type: (error, path) => typeCause(error, path),
  enum: error => ({
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${show(error.data)}: supported values: ${(error.params['allowedValues'] as unknown[]).map(show).join(', ')}`, // Ajv's own parameter
  }),
  pattern: (error, path) => bodyCause(error, path, `should match '${String(error.params['pattern'])}'`),
  format: (error, path) => bodyCause(error, path, `must be of type ${String(error.params['format'])}: ${show(error.data)}`),
  minimum: (error, path) => bodyCause(error, path, `should be greater than or equal to ${String(error.params['limit'])}`),
  exclusiveMinimum: (error, path) => bodyCause(error, path, `should be greater than ${String(error.params['limit'])}`),
  maximum: (error, path) => bodyCause(error, path, `should be less than or equal to ${String(error.params['limit'])}`),
  exclusiveMaximum: (error, path) => bodyCause(error, path, `should be less than ${String(error.params['limit'])}`),
  multipleOf: (error, path) => bodyCause(error, path, `should be a multiple of ${String(error.params['multipleOf'])}`),
  minLength: (error, path) => bodyCause(error, path, `should be at least ${String(error.params['limit'])} chars long`),
  maxLength: error => ({ reason: 'FieldValueTooLong', message: `Too long: may not be more than ${String(error.params['limit'])} bytes` }),
  minItems: (error, path) => countCause(error, path, `should have at least ${String(error.params['limit'])} items`),
  maxItems: error => ({ reason: 'FieldValueTooMany', message: `Too many: ${(error.data as unknown[]).length}: must have at most ${String(error.params['limit'])} items` }), // it is a list
  minProperties: (error, path) => countCause(error, path, `should have at least ${String(error.params['limit'])} properties`),
  maxProperties: error => ({ reason: 'FieldValueTooMany', message: `Too many: ${Object.keys(error.data as object).length}: must have at most ${String(error.params['limit'])} items` }), // it is an object
  uniqueItems: (error, path) => bodyCause(error, path, `shouldn't contain duplicates`),
  oneOf: (error, path) => composite(error, path, `must validate one and only one schema (oneOf). ${error.params['passingSchemas'] === null ? 'Found none valid' : 'Found 2 valid alternatives'}`),
  anyOf: (error, path) => composite(error, path, 'must validate at least one schema (anyOf)'),
  not: (error, path) => composite(error, path, 'must not validate the schema (not)'),
};

function typeCause(error: ErrorObject, path: string): Omit<StatusCause, 'field'> {
  const wanted = [error.params['type'] as string | string[]].flat().filter(type => type !== 'null'); // Ajv's own parameter
  const given = JSON.stringify(typeName(error.data));
  return { reason: 'FieldValueTypeInvalid', message: `Invalid value: ${given}: ${path} in body must be of type ${wanted.join(',')}: ${given}` };
}

function bodyCause(error: ErrorObject, path: string, what: string): Omit<StatusCause, 'field'> {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${show(error.data)}: ${path} in body ${what}` };
}

function countCause(error: ErrorObject, path: string, what: string): Omit<StatusCause, 'field'> {
  const count = Array.isArray(error.data) ? error.data.length : Object.keys(error.data as object).length; // these keywords are for lists and objects
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${count}: ${path} in body ${what}` };
}

function composite(error: ErrorObject, path: string, what: string): Omit<StatusCause, 'field'> {
  const shown = typeof error.data === 'object' ? '""' : show(error.data);
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${shown}: ${JSON.stringify(path)} ${what}` };
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
