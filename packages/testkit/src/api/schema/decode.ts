import type { ApiObject } from '../api-object.ts';
import { badRequest } from '../status-errors.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { metadataSchema } from './builtin-schema.ts';
import { dropZeros } from './go-zeros.ts';
import type { JsonSchema } from './json-schema.ts';
import { prune } from './prune.ts';

const ROOT: JsonSchema = { type: 'object', properties: { apiVersion: { type: 'string' }, kind: { type: 'string' } } };

/** Takes out of a draft, in place, the fields that its kind does not have, and says so as the request wishes. @throws StatusError 400 */
export function decodeWithSchema(request: WriteRequest, draft: ApiObject): ApiObject {
  const schema = wholeSchema(request);
  const unknown: string[] = [];
  prune(schema, draft, '', path => unknown.push(`unknown field ${JSON.stringify(path)}`));
  dropZeros(request.resource.definition.builtIn ? schema : METADATA_ONLY, draft);
  draft.metadata ??= { name: '' };
  if (unknown.length === 0 || request.fieldValidation === 'Ignore') return draft;
  if (request.fieldValidation === 'Strict') throw strictError(request, unknown);
  for (const message of unknown) request.warn(message);
  return draft;
}

const METADATA_ONLY: JsonSchema = { properties: { metadata: { ...metadataSchema(), 'x-omit-zero': false } } };

function wholeSchema(request: WriteRequest): JsonSchema {
  const { schema } = request.resource.version;
  if (request.resource.definition.builtIn && schema !== undefined) return schema;
  const whole = schema ?? { ...ROOT, 'x-kubernetes-preserve-unknown-fields': true };
  return { ...whole, properties: { ...whole.properties, ...ROOT.properties, metadata: metadataSchema() } };
}

function strictError(request: WriteRequest, unknown: readonly string[]): Error {
  const { definition, version } = request.resource;
  const head = `${definition.kind} in version ${JSON.stringify(version.name)} cannot be handled as a ${definition.kind}`;
  return badRequest(`${head}: strict decoding error: ${unknown.join(', ')}`);
}
