import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';

/**
 * Orders a merged list as a patch says: the named items in the patch's order, and each item that only the server has before the first named one
 * that followed it on the server.
 */
export function orderItems(key: string | undefined, merged: JsonValue | undefined, before: JsonValue | undefined, order: readonly JsonValue[]): JsonValue {
  if (!Array.isArray(merged)) return [];
  const nameOf = (item: JsonValue): JsonValue | undefined => (key !== undefined && isObject(item) ? item[key] : item);
  const wanted = order.map(nameOf);
  const live = (Array.isArray(before) ? before : []).map(nameOf);
  const named = merged.filter(item => wanted.includes(nameOf(item))).sort((a, b) => wanted.indexOf(nameOf(a)) - wanted.indexOf(nameOf(b)));
  const unnamed = merged.filter(item => !wanted.includes(nameOf(item)));
  const result: JsonValue[] = [];
  for (const item of named) {
    const at = live.indexOf(nameOf(item));
    while (at >= 0 && unnamed[0] !== undefined && live.indexOf(nameOf(unnamed[0])) < at) result.push(unnamed.shift() as JsonValue); // just seen to be there
    result.push(item);
  }
  return [...result, ...unnamed];
}
