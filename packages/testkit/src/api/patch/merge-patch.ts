import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';

/** Applies a JSON merge patch (RFC 7386): objects merge, null removes, all else replaces. Neither argument changes. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const merged = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = mergePatch(merged[field], value);
  }
  return merged;
}
