import type { ApiObject } from '../api-object.ts';
import { isObject, sameJson } from '../json.ts';
import type { JsonValue } from '../json.ts';

/** Whether a write would change nothing but when its fields were last managed. */
export function sameContent(draft: ApiObject, live: ApiObject): boolean {
  return sameJson(withoutTimes(draft), withoutTimes(live));
}

function withoutTimes(object: ApiObject): ApiObject {
  const managed = object.metadata['managedFields'];
  if (!Array.isArray(managed)) return object;
  const entries: JsonValue[] = managed.map(entry => {
    if (!isObject(entry)) return entry;
    const { time: _time, ...rest } = entry;
    return rest;
  });
  return { ...object, metadata: { ...object.metadata, managedFields: entries } };
}
