import type { ApiObject } from '../api-object.ts';
import type { WriteRequest } from '../verbs/write-request.ts';

/** Prunes and normalises a draft. */
export function decodeWithSchema(_request: WriteRequest, draft: ApiObject): ApiObject {
  return draft;
}
