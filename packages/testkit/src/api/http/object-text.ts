import type { ApiObject } from '../api-object.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { asVersion } from '../verbs/read.ts';

const whole = new WeakMap<ApiObject, string>();
const untyped = new WeakMap<ApiObject, string>();

/** The JSON of a stored object at a version. Stored objects never change, so it is made once. */
export function objectText(resource: ServedResource, object: ApiObject): string {
  if (resource.version.name !== resource.definition.storageVersion) return JSON.stringify(asVersion(resource, object));
  return cached(whole, object, () => JSON.stringify(object));
}

/** The JSON of an object in a list: built-in kinds leave apiVersion and kind to the list. */
export function itemText(resource: ServedResource, object: ApiObject): string {
  if (!resource.definition.builtIn) return objectText(resource, object);
  return cached(untyped, object, () => {
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
    return JSON.stringify(rest);
  });
}

function cached(texts: WeakMap<ApiObject, string>, object: ApiObject, make: () => string): string {
  const found = texts.get(object);
  if (found !== undefined) return found;
  const made = make();
  if (Object.isFrozen(object)) texts.set(object, made);
  return made;
}
