import type { ApiObject } from '../api-object.ts';
import { itemsAt, objectAt } from '../json.ts';
import type { StatusCause } from '../status-error.ts';

/** What is wrong with an Ingress beyond its schema. */
export function validateIngress(draft: ApiObject): StatusCause[] {
  if (itemsAt(draft, 'spec', 'rules').length > 0 || objectAt(draft, 'spec', 'defaultBackend') !== undefined) return [];
  return [{ reason: 'FieldValueInvalid', message: 'Invalid value: null: either `defaultBackend` or `rules` must be specified', field: 'spec' }];
}
