// Writes src/api/schema/builtin-definitions.generated.ts from Kubernetes' own sources:
//   node scripts/generate-builtin-schemas.ts KUBERNETES_DIR API_DIR APIMACHINERY_DIR OUT
// The directories are the unpacked Go modules k8s.io/kubernetes, k8s.io/api and k8s.io/apimachinery of one release.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readGoStructs } from './go-structs.ts';
import type { GoField } from './go-structs.ts';

type Json = string | number | boolean | null | Json[] | { [field: string]: Json };
type Schema = { [field: string]: Json };

const ROOTS = [
  'core.v1.Namespace', 'core.v1.Node', 'core.v1.Service', 'core.v1.ConfigMap', 'core.v1.Secret', 'core.v1.Event', 'core.v1.Pod', 'core.v1.ServiceAccount',
  'core.v1.Endpoints', 'core.v1.PersistentVolumeClaim', 'core.v1.ResourceQuota', 'core.v1.LimitRange', 'apps.v1.Deployment', 'apps.v1.DaemonSet',
  'apps.v1.StatefulSet', 'apps.v1.ReplicaSet', 'apps.v1.ControllerRevision', 'batch.v1.Job', 'batch.v1.CronJob', 'autoscaling.v2.HorizontalPodAutoscaler',
  'networking.v1.Ingress', 'networking.v1.IngressClass', 'networking.v1.NetworkPolicy', 'policy.v1.PodDisruptionBudget', 'coordination.v1.Lease',
  'discovery.v1.EndpointSlice', 'rbac.v1.Role', 'rbac.v1.RoleBinding', 'rbac.v1.ClusterRole', 'rbac.v1.ClusterRoleBinding',
].map(name => `io.k8s.api.${name}`).concat('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition', 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions');

const ANYTHING: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const REPLACED: Readonly<Record<string, Schema>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { 'x-kubernetes-int-or-string': true },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { 'x-quantity': true },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': ANYTHING,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': ANYTHING,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps': ANYTHING,
};
const KEPT = ['type', 'format', 'items', 'additionalProperties', 'properties', 'required', '$ref'];
const KEPT_EXTENSIONS = /^x-kubernetes-(list-|map-type|patch-)/;

const [kubernetesDir = '', apiDir = '', apimachineryDir = '', out = ''] = process.argv.slice(2);
const swagger = JSON.parse(readFileSync(path.join(kubernetesDir, 'api/openapi-spec/swagger.json'), 'utf8')) as { definitions: Record<string, Schema> };
const definitions = new Map<string, Schema>();

function include(name: string): void {
  if (definitions.has(name)) return;
  const source = REPLACED[name] ?? swagger.definitions[name];
  if (source === undefined) throw new Error(`no definition ${name}`);
  definitions.set(name, {});
  definitions.set(name, mark(REPLACED[name] ?? compact(source), goFieldsOf(name)));
}

function compact(schema: Schema): Schema {
  const result: Schema = {};
  for (const [field, value] of Object.entries(schema)) {
    if (field === '$ref') include(String(value).replace('#/definitions/', ''));
    if (!KEPT.includes(field) && !KEPT_EXTENSIONS.test(field)) continue;
    if (field === 'properties') result[field] = Object.fromEntries(Object.entries(value as Record<string, Schema>).map(([key, property]) => [key, compact(property)]));
    else if (field === 'items' || field === 'additionalProperties') result[field] = typeof value === 'object' ? compact(value as Schema) : value;
    else result[field] = value;
  }
  return result;
}

function goFieldsOf(name: string): ReadonlyMap<string, GoField> {
  const meta = /^io\.k8s\.apimachinery\.pkg\.apis\.meta\.v1\.(\w+)$/.exec(name)?.[1];
  if (meta !== undefined) return readGoStructs(path.join(apimachineryDir, 'pkg/apis/meta/v1')).get(meta) ?? new Map();
  const [, group, version, kind] = /^io\.k8s\.api\.(\w+)\.(\w+)\.(\w+)$/.exec(name) ?? [];
  if (group === undefined || version === undefined || kind === undefined) return new Map();
  return readGoStructs(path.join(apiDir, group, version)).get(kind) ?? new Map();
}

function mark(schema: Schema, fields: ReadonlyMap<string, GoField>): Schema {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  for (const [name, property] of Object.entries(properties)) {
    const field = fields.get(name);
    if (field !== undefined) markField(property, field);
  }
  return schema;
}

function markField(property: Schema, field: GoField): void {
  if (field.proto.length > 0) property['x-proto'] = [...field.proto];
  if (field.pointer) return;
  const struct = isStruct(property);
  if (field.omitEmpty && !struct) property['x-omit-zero'] = true;
  if (!field.omitZero && (struct || (!field.omitEmpty && isCounted(property)))) property['x-always'] = true;
}

function isStruct(property: Schema): boolean {
  const target = definitions.get(String(property['$ref'] ?? '').replace('#/definitions/', ''));
  return target?.['properties'] !== undefined;
}

function isCounted(property: Schema): boolean {
  return property['type'] === 'integer' || property['type'] === 'boolean';
}

for (const root of ROOTS) include(root);
const rows = [...definitions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, schema]) => `  '${name}': ${JSON.stringify(schema)},`);
writeFileSync(out, `// Generated by scripts/generate-builtin-schemas.ts from Kubernetes (Apache-2.0); do not edit.
import type { JsonSchema } from './json-schema.ts';

/** The definitions of the built-in kinds, by their OpenAPI names. */
export const BUILTIN_DEFINITIONS: Readonly<Record<string, JsonSchema>> = {
${rows.join('\n')}
};
`);
