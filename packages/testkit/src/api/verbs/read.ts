import type { ApiObject } from '../api-object.ts';
import { apiVersionOf } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { notFound } from '../status-errors.ts';

/** The object of that name. @throws StatusError 404 */
export function readObject(state: ApiState, resource: ServedResource, namespace: string, name: string): ApiObject {
  const found = state.store.get(resource.definition, namespace, name);
  if (found === undefined) throw notFound(resource.definition, name);
  return found;
}

/** The object as a version serves it: conversion is by name only. */
export function asVersion(resource: ServedResource, object: ApiObject): ApiObject {
  if (resource.version.name === resource.definition.storageVersion) return object;
  return { ...object, apiVersion: apiVersionOf(resource.definition.group, resource.version.name) };
}
