import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import formatsPlugin from 'ajv-formats';
import type { JsonObject } from '../json.ts';
import type { StatusCause } from '../status-error.ts';
import { toAjvSchema } from './ajv-schema.ts';
import { BUILTIN_DEFINITIONS } from './builtin-definitions.generated.ts';
import { causesOf } from './schema-causes.ts';
import type { JsonSchema } from './json-schema.ts';

const GO_DURATION = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;

function createAjv(): Ajv {
  // A suite compiles dozens of schemas and validates few objects with each: optimising what is compiled costs more than it saves.
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, validateFormats: true, unicodeRegExp: false, logger: false, code: { optimize: false } });
  formatsPlugin.default(ajv, ['date', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid', 'byte']);
  ajv.addFormat('duration', GO_DURATION);
  return ajv;
}

const customAjv = createAjv();
const customValidators = new WeakMap<JsonSchema, ValidateFunction>();
/** By the text of the schema: servers with the same CRD share what took long to compile. */
const compiled = new Map<string, ValidateFunction>();
let builtinAjv: Ajv | undefined;

/** What is wrong with an object by the schema of its custom resource. */
export function validateCustom(schema: JsonSchema, object: JsonObject): StatusCause[] {
  let validate = customValidators.get(schema);
  if (validate === undefined) {
    validate = compile(schema);
    customValidators.set(schema, validate);
  }
  return validate(object) ? [] : causesOf(validate.errors as ErrorObject[], object); // set by a failed validation
}

function compile(schema: JsonSchema): ValidateFunction {
  const { metadata: _metadata, ...properties } = schema.properties ?? {};
  const checked = { ...schema, properties };
  const text = JSON.stringify(checked);
  const validate = compiled.get(text) ?? customAjv.compile(toAjvSchema(checked));
  compiled.set(text, validate);
  return validate;
}

/** What is wrong with an object by the definition of its built-in kind. */
export function validateBuiltin(definition: string, object: JsonObject): StatusCause[] {
  builtinAjv ??= createAjv().addSchema({ $id: 'kubernetes', definitions: Object.fromEntries(Object.entries(BUILTIN_DEFINITIONS).map(([name, schema]) => [name, toAjvSchema(schema)])) });
  const validate = builtinAjv.getSchema(`kubernetes#/definitions/${definition}`) as ValidateFunction; // every built-in kind has a definition
  return validate(object) ? [] : causesOf(validate.errors as ErrorObject[], object); // set by a failed validation
}
