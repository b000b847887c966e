import { apiVersionOf, splitApiVersion } from '../api-object.ts';
import { groupVersions, servedAt } from '../discovery/discovery.ts';
import type { JsonObject } from '../json.ts';
import type { ResourceDefinition, ResourceVersion } from '../resources/resource-definition.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { componentName, componentsOf } from './components.ts';

const PATCH_TYPES = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];
const PATCH_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];

/** The body of `/openapi/v3`: where each group version's document is. */
export function openApiIndex(registry: ResourceRegistry): JsonObject {
  const paths: JsonObject = {};
  for (const [group, versions] of groupVersions(registry)) {
    for (const version of versions) {
      const path = rootOf(group, version);
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}` };
    }
  }
  return { paths };
}

/** The OpenAPI document of a group version, by its path, `apis/apps/v1`; undefined where nothing is served there. */
export function openApiOf(registry: ResourceRegistry, path: string): JsonObject | undefined {
  const { group, version } = splitApiVersion(path.replace(/^apis?\//, ''));
  const served = servedAt(registry, group, version);
  if (served.length === 0) return undefined;
  const paths: JsonObject = {};
  for (const [definition, at] of served) Object.assign(paths, pathsOf(definition, at));
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.35.4' }, paths, components: { schemas: componentsOf(served) } };
}

function rootOf(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

function pathsOf(definition: ResourceDefinition, version: ResourceVersion): JsonObject {
  const { group, kind, plural, namespaced } = definition;
  const collection = `/${rootOf(group, version.name)}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const gvk = { group, version: version.name, kind };
  const body = { schema: { $ref: `#/components/schemas/${componentName(apiVersionOf(group, version.name), kind, definition.builtIn)}` } };
  const answer = { responses: { 200: { description: 'OK', content: { 'application/json': body } } } };
  const operation = (action: string): JsonObject => ({ 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': gvk, ...answer });
  return {
    [collection]: { get: operation('list'), post: { ...operation('post'), parameters: parameters(), requestBody: { content: { 'application/json': body } } } },
    [`${collection}/{name}`]: {
      get: operation('get'), put: { ...operation('put'), parameters: parameters(), requestBody: { content: { 'application/json': body } } },
      patch: { ...operation('patch'), parameters: parameters(), requestBody: { content: Object.fromEntries(PATCH_TYPES.map(type => [type, { schema: { type: 'object' } }])) } },
      delete: operation('delete'),
    },
  };
}

function parameters(): JsonObject[] {
  return PATCH_PARAMETERS.map(name => ({ name, in: 'query', schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true } }));
}
