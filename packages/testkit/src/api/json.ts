/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [field: string]: JsonValue;
}

/** Whether `value` is an object, not an array and not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a path of field names, or undefined where there is none. */
export function objectAt(from: JsonValue | undefined, ...path: readonly string[]): JsonObject | undefined {
  const found = valueAt(from, path);
  return isObject(found) ? found : undefined;
}

/** The objects in the list at a path of field names; none where there is no list. */
export function itemsAt(from: JsonValue | undefined, ...path: readonly string[]): JsonObject[] {
  const found = valueAt(from, path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The value at a path of field names. */
export function valueAt(from: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let here: JsonValue | undefined = from;
  for (const field of path) {
    if (!isObject(here)) return undefined;
    here = here[field];
  }
  return here;
}

/** Sets the fields of `defaults` that `target` does not have. */
export function fill(target: JsonObject | undefined, defaults: JsonObject): void {
  if (target === undefined) return;
  for (const [field, value] of Object.entries(defaults)) {
    if (target[field] === undefined) target[field] = structuredClone(value);
  }
}

/** The object in a field, made when it is not there. */
export function ensureObject(target: JsonObject, field: string): JsonObject {
  const found = target[field];
  if (isObject(found)) return found;
  const made: JsonObject = {};
  target[field] = made;
  return made;
}

/** Freezes a value and all that it holds, so that it can be shared. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

/** Whether two values say the same, whatever the order of their fields. */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) return Array.isArray(right) && left.length === right.length && left.every((item, at) => sameJson(item, right[at]));
  if (!isObject(left) || !isObject(right)) return false;
  const fields = Object.keys(left);
  return fields.length === Object.keys(right).length && fields.every(field => Object.hasOwn(right, field) && sameJson(left[field], right[field]));
}
