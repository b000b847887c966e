import type { ApiObject } from '../api-object.ts';
import type { JsonValue } from '../json.ts';
import type { WriteRequest } from '../verbs/write-request.ts';

const STATUS_METADATA = ['managedFields'];

/** Takes from the live object what the write may not touch: on `status` all else, on the object its status. */
export function keepOtherParts(request: WriteRequest, draft: ApiObject, live: ApiObject): void {
  if (request.subresource === 'status') {
    restore(draft, live, field => field !== 'status' && field !== 'metadata');
    restore(draft.metadata, live.metadata, field => !STATUS_METADATA.includes(field) && (field !== 'annotations' && field !== 'labels' || !request.resource.definition.builtIn));
  } else if (request.resource.version.hasStatus) {
    restore(draft, live, field => field === 'status');
  }
}

function restore(draft: Record<string, JsonValue>, live: Record<string, JsonValue>, chosen: (field: string) => boolean): void {
  for (const field of new Set([...Object.keys(draft), ...Object.keys(live)])) {
    if (!chosen(field)) continue;
    const value = live[field];
    if (value === undefined) delete draft[field];
    else draft[field] = value;
  }
}
