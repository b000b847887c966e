import type { ApiObject } from '../api-object.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { fillSchemaDefaults } from '../schema/schema-defaults.ts';
import { rulesOf } from './kind-rules.ts';

/** Sets what was not given: from the schema for custom resources, from the kind's rules for built-in ones. */
export function applyDefaults(resource: ServedResource, draft: ApiObject): void {
  rulesOf(resource.definition).defaults?.(draft);
  if (!resource.definition.builtIn && resource.version.schema !== undefined) fillSchemaDefaults(resource.version.schema, draft);
}
