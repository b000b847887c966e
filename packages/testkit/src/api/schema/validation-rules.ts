import type { ApiObject } from '../api-object.ts';
import type { StatusCause } from '../status-error.ts';
import type { JsonSchema } from './json-schema.ts';

/** What an object breaks of the rules that its schema states in the Common Expression Language. */
export function validateExpressions(_schema: JsonSchema, _draft: ApiObject, _live: ApiObject | undefined): StatusCause[] {
  return [];
}
