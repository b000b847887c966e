import type { JsonValue } from '../json.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { unsupportedMediaType } from '../status-errors.ts';
import type { Patch } from '../verbs/patch.ts';

const APPLY_TYPES: readonly string[] = ['application/apply-patch+yaml', 'application/apply-patch+json'];

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_MERGE_PATCH = 'application/strategic-merge-patch+json';

/** Whether a body of a media type is applied on the server's side. */
export function isApply(contentType: string): boolean {
  return APPLY_TYPES.includes((contentType.split(';')[0] ?? '').trim());
}

/** The patch that a body of a media type is. @throws StatusError 415 */
export function patchOf(resource: ServedResource, contentType: string, body: JsonValue): Patch {
  const type = (contentType.split(';')[0] ?? '').trim();
  if (type === JSON_PATCH) return live => applyJsonPatch(live, body);
  if (type === MERGE_PATCH) return live => mergePatch(live, body);
  if (type === STRATEGIC_MERGE_PATCH && resource.definition.builtIn) return live => strategicMerge(resource.version.schema, live, body);
  const allowed = [JSON_PATCH, MERGE_PATCH, ...(resource.definition.builtIn ? [STRATEGIC_MERGE_PATCH] : []), ...APPLY_TYPES];
  throw unsupportedMediaType(type, allowed);
}
