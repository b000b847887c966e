import type { ApiObject } from '../api-object.ts';
import { invalid } from '../status-errors.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { rulesOf } from './kind-rules.ts';

/** Refuses a draft that breaks its schema or its kind's rules. @throws StatusError 422 */
export function validateDraft(request: WriteRequest, draft: ApiObject, live: ApiObject | undefined): void {
  const { definition } = request.resource;
  const causes = rulesOf(definition).validate?.(draft, live) ?? [];
  if (causes.length > 0) throw invalid(definition, draft.metadata.name, causes);
}
