import { apiVersionOf, splitApiVersion } from '../api-object.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ResourceDefinition, ResourceVersion } from '../resources/resource-definition.ts';
import { BUILTIN_DEFINITIONS } from '../schema/builtin-definitions.generated.ts';
import { definitionName } from '../schema/builtin-schema.ts';
import type { JsonSchema } from '../schema/json-schema.ts';

const DEFINITIONS = '#/definitions/';
const COMPONENTS = '#/components/schemas/';
const OWN_MARKS = ['x-omit-zero', 'x-always', 'x-quantity', 'x-proto'];
const METADATA = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** The name of a kind's schema in an OpenAPI document. */
export function componentName(apiVersion: string, kind: string, builtIn: boolean): string {
  if (builtIn) return definitionName(apiVersion, kind);
  const { group, version } = splitApiVersion(apiVersion);
  return [...group.split('.').reverse(), version, kind].join('.');
}

/** The schemas of resources and of all that they refer to. */
export function componentsOf(served: readonly (readonly [ResourceDefinition, ResourceVersion])[]): JsonObject {
  const components: JsonObject = {};
  for (const [definition, version] of served) {
    const { group, kind, builtIn } = definition;
    const name = componentName(apiVersionOf(group, version.name), kind, builtIn);
    if (builtIn) include(components, name);
    else components[name] = customSchema(components, version.schema ?? {});
    components[name] = { ...(components[name] as JsonObject), 'x-kubernetes-group-version-kind': [{ group, version: version.name, kind }] }; // just put there
  }
  return components;
}

function include(components: JsonObject, name: string): void {
  if (components[name] !== undefined) return;
  components[name] = {};
  components[name] = convert(components, BUILTIN_DEFINITIONS[name] as unknown as JsonValue); // a schema is JSON
}

function convert(components: JsonObject, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(item => convert(components, item));
  if (typeof value !== 'object' || value === null) return value;
  const converted: JsonObject = {};
  for (const [field, inner] of Object.entries(value)) {
    if (OWN_MARKS.includes(field)) continue;
    converted[field] = field === '$ref' ? refer(components, String(inner)) : convert(components, inner);
  }
  return value['x-quantity'] === true ? { type: 'string' } : converted;
}

function refer(components: JsonObject, ref: string): string {
  const name = ref.slice(DEFINITIONS.length);
  include(components, name);
  return COMPONENTS + name;
}

function customSchema(components: JsonObject, schema: JsonSchema): JsonObject {
  include(components, METADATA);
  const properties = { apiVersion: { type: 'string' }, kind: { type: 'string' }, ...schema.properties, metadata: { $ref: COMPONENTS + METADATA } };
  return { ...schema, properties } as unknown as JsonObject; // a schema is JSON
}
