import type { JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { mergePatch } from './merge-patch.ts';

/** Applies a strategic merge patch. */
export function strategicMerge(_schema: JsonSchema | undefined, target: JsonValue | undefined, patch: JsonValue): JsonValue {
  return mergePatch(target, patch);
}
