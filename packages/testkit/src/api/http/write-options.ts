import type { ServedResource } from '../resources/resource-definition.ts';
import { badRequest } from '../status-errors.ts';
import type { FieldValidation, WriteRequest } from '../verbs/write-request.ts';
import { isTrue } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';

const FIELD_VALIDATIONS: readonly string[] = ['Ignore', 'Warn', 'Strict'];

/** What a request's path and query say about its write. @throws StatusError 400 */
export function writeRequestOf(resource: ServedResource, request: ApiRequest, warn: (message: string) => void): WriteRequest {
  const { query, target } = request;
  return {
    resource, namespace: target?.namespace ?? '', subresource: target?.subresource ?? '', dryRun: query.getAll('dryRun').includes('All'),
    fieldManager: query.get('fieldManager') || managerOf(request.userAgent), namesManager: (query.get('fieldManager') ?? '') !== '', fieldValidation: fieldValidationOf(query),
    force: isTrue(query.get('force')), isApply: false, warn,
  };
}

// As the API server does for a client that names no field manager.
function managerOf(userAgent: string): string {
  return userAgent.split('/')[0]?.trim() || 'unknown';
}

function fieldValidationOf(query: URLSearchParams): FieldValidation {
  const given = query.get('fieldValidation') || 'Warn';
  if (FIELD_VALIDATIONS.includes(given)) return given as FieldValidation;
  throw badRequest(`fieldValidation: Unsupported value: ${JSON.stringify(given)}: supported values: ${FIELD_VALIDATIONS.join(', ')}`);
}
