import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { deepFreeze } from '../json.ts';
import type { JsonValue } from '../json.ts';
import { trackFields } from '../apply/track-fields.ts';
import { applyDefaults, fillAlways } from '../rules/apply-defaults.ts';
import { rulesOf } from '../rules/kind-rules.ts';
import { nameDraft, stampNew } from '../rules/metadata.ts';
import { requireLiveNamespace } from '../rules/namespaces.ts';
import { validateDraft } from '../rules/validate.ts';
import { alreadyExists } from '../status-errors.ts';
import { decodeBody } from './decode-body.ts';
import type { WriteRequest } from './write-request.ts';

/** Creates an object. @throws StatusError */
export function createObject(state: ApiState, request: WriteRequest, body: JsonValue): ApiObject {
  const draft = decodeBody(request, body);
  nameDraft(state, request, draft);
  return insertDraft(state, request, draft);
}

/** Creates an object from a decoded draft that has its name. @throws StatusError */
export function insertDraft(state: ApiState, request: WriteRequest, draft: ApiObject): ApiObject {
  const { definition, version } = request.resource;
  requireLiveNamespace(state, request, draft);
  if (state.store.get(definition, request.namespace, draft.metadata.name) !== undefined) throw alreadyExists(definition, draft.metadata.name);
  stampNew(state, request.resource, draft);
  const rules = rulesOf(definition);
  if (version.hasStatus && rules.keepsStatusOnCreate !== true) delete draft['status'];
  applyDefaults(request.resource, draft);
  rules.prepareCreate?.(draft, state);
  validateDraft(request, draft, undefined);
  fillAlways(request.resource, draft);
  rules.allocate?.(draft, undefined, { state, dryRun: request.dryRun });
  trackFields(state, request, draft, undefined);
  return request.dryRun ? deepFreeze(draft) : state.store.insert(definition, draft);
}
