import type { ApiObject } from '../api-object.ts';
import { finalizersOf, metadataText } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { trackFields } from '../apply/track-fields.ts';
import { deepFreeze } from '../json.ts';
import type { JsonValue } from '../json.ts';
import { applyDefaults, fillAlways } from '../rules/apply-defaults.ts';
import { countGeneration } from '../rules/generation.ts';
import { rulesOf } from '../rules/kind-rules.ts';
import { refuseNewFinalizers, requireCurrent, requireSameName, stampUpdated } from '../rules/metadata.ts';
import { sameContent } from '../rules/same-content.ts';
import { keepOtherParts } from '../rules/subresource-parts.ts';
import { validateDraft } from '../rules/validate.ts';
import { settleRemovals } from '../deletion/garbage.ts';
import { notFound } from '../status-errors.ts';
import { insertDraft } from './create.ts';
import { decodeBody } from './decode-body.ts';
import type { WriteRequest } from './write-request.ts';

/** Replaces an object, or the part of it that a subresource is. @throws StatusError */
export function updateObject(state: ApiState, request: WriteRequest, name: string, body: JsonValue): ApiObject {
  const { definition } = request.resource;
  const draft = decodeBody(request, body);
  requireSameName(request, name, draft);
  const live = state.store.get(definition, request.namespace, name);
  if (live === undefined) {
    if (!definition.createOnUpdate || request.subresource !== '') throw notFound(definition, name);
    return insertDraft(state, request, draft);
  }
  requireCurrent(request, draft, live);
  return replaceObject(state, request, draft, live);
}

/** Puts a decoded draft in the place of the live object; one that says the same changes nothing. @throws StatusError */
export function replaceObject(state: ApiState, request: WriteRequest, draft: ApiObject, live: ApiObject): ApiObject {
  const { definition } = request.resource;
  const rules = rulesOf(definition);
  refuseNewFinalizers(request, draft, live);
  stampUpdated(draft, live);
  keepOtherParts(request, draft, live);
  applyDefaults(request.resource, draft);
  rules.prepareUpdate?.(draft, live);
  validateDraft(request, draft, live);
  fillAlways(request.resource, draft);
  rules.allocate?.(draft, live, { state, dryRun: request.dryRun });
  countGeneration(request, draft, live);
  trackFields(state, request, draft, live);
  if (sameContent(draft, live)) return live;
  if (request.dryRun) return deepFreeze(draft);
  const stored = state.store.replace(definition, draft, live);
  return finishDeletion(state, request, stored);
}

function finishDeletion(state: ApiState, request: WriteRequest, stored: ApiObject): ApiObject {
  if (metadataText(stored, 'deletionTimestamp') === undefined || finalizersOf(stored).length > 0) return stored;
  if (rulesOf(request.resource.definition).outlivesFinalizers?.(stored) === true) return stored;
  settleRemovals(state, [state.store.remove(request.resource.definition, stored)]);
  return stored;
}
