import type { ApiObject } from '../api-object.ts';
import { apiVersionOf } from '../api-object.ts';
import { ensureObject, isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import { decodeWithSchema } from '../schema/decode.ts';
import { badRequest } from '../status-errors.ts';
import type { WriteRequest } from './write-request.ts';

/** Turns a body into a draft at the storage version, without the fields that the schema does not know. @throws StatusError 400 */
export function decodeBody(request: WriteRequest, body: JsonValue): ApiObject {
  if (!isObject(body)) throw badRequest('the object provided is unrecognized (must be of type ' + request.resource.definition.kind + ')');
  const { definition, version } = request.resource;
  const apiVersion = apiVersionOf(definition.group, version.name);
  const draft = structuredClone(body);
  requireSame('API version', draft['apiVersion'], apiVersion);
  requireSame('kind', draft['kind'], definition.kind);
  ensureObject(draft, 'metadata');
  const whole = { ...draft, apiVersion: apiVersionOf(definition.group, definition.storageVersion), kind: definition.kind };
  return decodeWithSchema(request, whole as unknown as ApiObject); // kind, version and metadata are there now
}

function requireSame(what: string, given: JsonValue | undefined, expected: string): void {
  if (given === undefined || given === '' || given === expected) return;
  throw badRequest(`the ${what} in the data (${String(given)}) does not match the expected ${what} (${expected})`);
}
