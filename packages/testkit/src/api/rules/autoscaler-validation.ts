import type { ApiObject } from '../api-object.ts';
import { objectAt } from '../json.ts';
import type { StatusCause } from '../status-error.ts';

/** What is wrong with a HorizontalPodAutoscaler beyond its schema. */
export function validateAutoscaler(draft: ApiObject): StatusCause[] {
  const { minReplicas, maxReplicas } = objectAt(draft, 'spec') ?? {};
  if (typeof maxReplicas !== 'number') return [];
  const low = maxReplicas < 1 ? [invalidAt(maxReplicas, 'must be greater than 0')] : [];
  return typeof minReplicas === 'number' && maxReplicas < minReplicas ? [...low, invalidAt(maxReplicas, 'must be greater than or equal to `minReplicas`')] : low;
}

function invalidAt(value: number, why: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${why}`, field: 'spec.maxReplicas' };
}
