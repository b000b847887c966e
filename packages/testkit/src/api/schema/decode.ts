import type { ApiObject } from '../api-object.ts';
import { badRequest } from '../status-errors.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { definitionName, metadataSchema } from './builtin-schema.ts';
import { dropZeros } from './go-zeros.ts';
import type { JsonSchema } from './json-schema.ts';
import { prune } from './prune.ts';
import { validateBuiltin } from './schema-validator.ts';

const ROOT: JsonSchema = { type: 'object', properties: { apiVersion: { type: 'string' }, kind: { type: 'string' } } };

/** Takes out of a draft, in place, the fields that its kind does not have, and says so as the request wishes. @throws StatusError 400 */
export function decodeWithSchema(request: WriteRequest, draft: ApiObject): ApiObject {
  const schema = wholeSchema(request);
  const unknown: string[] = [];
  prune(schema, draft, '', path => unknown.push(`unknown field ${JSON.stringify(path)}`));
  dropZeros(request.resource.definition.builtIn ? schema : METADATA_ONLY, draft);
  draft.metadata ??= { name: '' };
  requireTypes(request, draft);
  if (unknown.length === 0 || request.fieldValidation === 'Ignore') return draft;
  if (request.fieldValidation === 'Strict') throw strictError(request, unknown);
  for (const message of unknown) request.warn(message);
  return draft;
}

// Go refuses a value of a wrong type while it reads; of a custom resource it reads only the metadata.
function requireTypes(request: WriteRequest, draft: ApiObject): void {
  const { builtIn, kind } = request.resource.definition;
  const causes = builtIn ? validateBuiltin(definitionName(draft.apiVersion, kind), draft) : validateBuiltin(METADATA_DEFINITION, draft.metadata);
  const wrong = causes.find(cause => cause.reason === 'FieldValueTypeInvalid');
  if (wrong === undefined) return;
  const field = wrong.field.replace(/\[\d+\]/g, '').replace(/\.[^.]*$/, match => (builtIn ? match : ''));
  const [, given = '', wanted = ''] = /^Invalid value: "(\w+)".* must be of type (\w+)/.exec(wrong.message) ?? [];
  const what = `json: cannot unmarshal ${GO_WORDS[given] ?? given} into Go struct field ${builtIn ? kind : 'ObjectMeta'}.${field} of type ${GO_TYPES[wanted] ?? wanted}`;
  throw badRequest(`${headOf(request)}: ${what}`);
}

const METADATA_DEFINITION = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const GO_WORDS: Readonly<Record<string, string>> = { integer: 'number', boolean: 'bool' };
const GO_TYPES: Readonly<Record<string, string>> = { integer: 'int32', boolean: 'bool' };

const METADATA_ONLY: JsonSchema = { properties: { metadata: { ...metadataSchema(), 'x-omit-zero': false } } };

function wholeSchema(request: WriteRequest): JsonSchema {
  const { schema } = request.resource.version;
  if (request.resource.definition.builtIn && schema !== undefined) return schema;
  const whole = schema ?? { ...ROOT, 'x-kubernetes-preserve-unknown-fields': true };
  return { ...whole, properties: { ...whole.properties, ...ROOT.properties, metadata: metadataSchema() } };
}

function strictError(request: WriteRequest, unknown: readonly string[]): Error {
  return badRequest(`${headOf(request)}: strict decoding error: ${unknown.join(', ')}`);
}

function headOf({ resource: { definition, version } }: WriteRequest): string {
  return `${definition.kind} in version ${JSON.stringify(version.name)} cannot be handled as a ${definition.kind}`;
}
