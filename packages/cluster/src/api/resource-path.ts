import type { ObjectKey, ResourceType } from '@flagger/sdk';

/** A type in RBAC's words: `deployments.apps`, or `services` for the core group. */
export function resourceName(type: ResourceType): string {
  const group = groupOf(type);
  return group === '' ? type.plural : `${type.plural}.${group}`;
}

/** The path of a type's collection, in one namespace or in all. */
export function collectionPath(type: ResourceType, namespace: string | undefined): string {
  const root = type.apiVersion.includes('/') ? `/apis/${type.apiVersion}` : `/api/${type.apiVersion}`;
  const inside = type.namespaced && namespace !== undefined && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${inside}/${type.plural}`;
}

/** The path of one object. */
export function objectPath(type: ResourceType, key: ObjectKey): string {
  return `${collectionPath(type, key.namespace)}/${encodeURIComponent(key.name)}`;
}

function groupOf(type: ResourceType): string {
  const slash = type.apiVersion.indexOf('/');
  return slash < 0 ? '' : type.apiVersion.slice(0, slash);
}
