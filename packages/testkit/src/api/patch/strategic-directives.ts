import type { JsonObject, JsonValue } from '../json.ts';

/** The field that says what becomes of the object or the item that has it. */
export const DIRECTIVE = '$patch';

/** The field that lists the fields that stay. */
export const RETAIN_KEYS = '$retainKeys';

/** Before a list's name: the order of its items. */
export const ORDER_PREFIX = '$setElementOrder/';

/** Before a list's name: the plain values that go. */
export const PRIMITIVES_PREFIX = '$deleteFromPrimitiveList/';

/** What `$patch` says. */
export function directiveOf(patch: JsonObject): JsonValue | undefined {
  return patch[DIRECTIVE];
}
