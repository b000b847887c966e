import type { ApiObject } from '../api-object.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { fillSchemaDefaults } from '../schema/schema-defaults.ts';
import { fillZeros } from '../schema/go-zeros.ts';
import { rulesOf } from './kind-rules.ts';

/** Writes what Go's JSON always writes; after validation, which would take it for given. */
export function fillAlways(resource: ServedResource, draft: ApiObject): void {
  if (resource.definition.builtIn && resource.version.schema !== undefined) fillZeros(resource.version.schema, draft);
}

/** Sets what was not given: from the schema for custom resources, from the kind's rules for built-in ones. */
export function applyDefaults(resource: ServedResource, draft: ApiObject): void {
  rulesOf(resource.definition).defaults?.(draft);
  if (!resource.definition.builtIn && resource.version.schema !== undefined) fillSchemaDefaults(resource.version.schema, draft);
}
