import type { ApiObject } from '../api-object.ts';
import { sameJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { WriteRequest } from '../verbs/write-request.ts';

/** Counts a change of what the user wants; metadata and, where it is a subresource, status do not count. */
export function countGeneration(request: WriteRequest, draft: ApiObject, live: ApiObject): void {
  const { definition, version } = request.resource;
  if (!definition.hasGeneration || request.subresource === 'status') return;
  if (!sameJson(wanted(draft, version.hasStatus), wanted(live, version.hasStatus))) {
    draft.metadata['generation'] = Number(live.metadata['generation'] ?? 0) + 1;
  }
}

function wanted(object: ApiObject, hasStatus: boolean): JsonObject {
  const { metadata: _metadata, ...rest } = object;
  if (!hasStatus) return rest;
  const { status: _status, ...spec } = rest;
  return spec;
}
