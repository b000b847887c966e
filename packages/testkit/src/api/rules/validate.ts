import type { ApiObject } from '../api-object.ts';
import { sameJson, valueAt } from '../json.ts';
import { definitionName } from '../schema/builtin-schema.ts';
import { NOWHERE } from '../schema/schema-causes.ts';
import { validateBuiltin, validateCustom } from '../schema/schema-validator.ts';
import { hasRules, validateExpressions } from '../schema/validation-rules.ts';
import type { StatusCause } from '../status-error.ts';
import { invalid } from '../status-errors.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { rulesOf } from './kind-rules.ts';
import { validateMetadata } from './metadata-validation.ts';

/** Refuses a draft that breaks its schema or its kind's rules. @throws StatusError 422 */
export function validateDraft(request: WriteRequest, draft: ApiObject, live: ApiObject | undefined): void {
  const { definition } = request.resource;
  const causes = [...validateMetadata(definition, draft), ...(definition.builtIn ? builtinCauses(request, draft, live) : customCauses(request, draft, live))];
  if (causes.length > 0) throw invalid(definition, draft.metadata.name, causes);
}

function builtinCauses(request: WriteRequest, draft: ApiObject, live: ApiObject | undefined): StatusCause[] {
  const causes = validateBuiltin(definitionName(draft.apiVersion, draft.kind), draft);
  return [...causes, ...(rulesOf(request.resource.definition).validate?.(draft, live) ?? [])];
}

function customCauses(request: WriteRequest, draft: ApiObject, live: ApiObject | undefined): StatusCause[] {
  const { schema } = request.resource.version;
  if (schema === undefined) return [];
  const causes = validateCustom(schema, draft);
  const fresh = live === undefined ? causes : causes.filter(cause => !isUnchanged(cause, draft, live));
  if (fresh.length === 0) return validateExpressions(schema, draft, live);
  return hasRules(schema) && fresh.some(cause => BLOCKING.includes(cause.reason)) ? [...fresh, UNCHECKED] : fresh;
}

const BLOCKING = ['FieldValueRequired', 'FieldValueTypeInvalid', 'FieldValueNotSupported', 'FieldValueTooLong', 'FieldValueTooMany'];
const UNCHECKED: StatusCause = {
  reason: 'FieldValueInvalid', field: NOWHERE,
  message: 'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

// What was wrong before and is the same now is let pass, so that a stricter schema does not lock old objects.
function isUnchanged(cause: StatusCause, draft: ApiObject, live: ApiObject): boolean {
  const parts = cause.field.split(/[.[\]]+/).filter(part => part !== '');
  const path = cause.reason === 'FieldValueRequired' ? parts.slice(0, -1) : parts;
  return sameJson(anyAt(draft, path), anyAt(live, path));
}

function anyAt(object: ApiObject, path: readonly string[]): ReturnType<typeof valueAt> {
  let here: ReturnType<typeof valueAt> = object;
  for (const part of path) here = Array.isArray(here) ? here[Number(part)] : valueAt(here, [part]);
  return here;
}
