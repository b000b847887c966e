import { apiVersionOf } from '../api-object.ts';
import type { JsonObject } from '../json.ts';
import type { ResourceDefinition, ResourceVersion } from '../resources/resource-definition.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';

/** The verbs of every resource. */
export const VERBS: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The verbs of every subresource. */
export const SUBRESOURCE_VERBS: readonly string[] = ['get', 'patch', 'update'];

/** The groups besides the core group, each with its served versions, best first. */
export function groupVersions(registry: ResourceRegistry): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, Set<string>>();
  for (const definition of registry.all()) {
    const versions = groups.get(definition.group) ?? new Set();
    for (const version of definition.versions) if (version.served) versions.add(version.name);
    groups.set(definition.group, versions);
  }
  return new Map([...groups].filter(([, versions]) => versions.size > 0).map(([group, versions]) => [group, [...versions].sort(byPriority)]));
}

/** The body of `/apis`. */
export function groupList(registry: ResourceRegistry): JsonObject {
  const groups = [...groupVersions(registry)].filter(([name]) => name !== '').map(([name, versions]) => group(name, versions));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

/** The body of `/apis/<group>`; undefined where nothing of the group is served. */
export function groupDocument(registry: ResourceRegistry, name: string): JsonObject | undefined {
  const versions = groupVersions(registry).get(name);
  return versions === undefined ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...group(name, versions) };
}

function group(name: string, versions: readonly string[]): JsonObject {
  const entries = versions.map(version => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] ?? {} };
}

/** The body of `/apis/<group>/<version>`; undefined where nothing is served there. */
export function resourceList(registry: ResourceRegistry, group: string, version: string): JsonObject | undefined {
  const resources = servedAt(registry, group, version).flatMap(([definition, at]) => [resource(definition), ...subresources(definition, at)]);
  return resources.length === 0 ? undefined : { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersionOf(group, version), resources };
}

/** The resources of a group that are served at a version. */
export function servedAt(registry: ResourceRegistry, group: string, version: string): [ResourceDefinition, ResourceVersion][] {
  return registry.all().filter(definition => definition.group === group).flatMap(definition => {
    const at = definition.versions.find(candidate => candidate.name === version && candidate.served);
    return at === undefined ? [] : [[definition, at] as [ResourceDefinition, ResourceVersion]];
  });
}

function resource(definition: ResourceDefinition): JsonObject {
  const { plural, singular, namespaced, kind, shortNames, categories } = definition;
  return {
    name: plural, singularName: singular, namespaced, kind, verbs: [...VERBS],
    ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }), ...(categories.length === 0 ? {} : { categories: [...categories] }),
  };
}

function subresources(definition: ResourceDefinition, version: ResourceVersion): JsonObject[] {
  const { plural, namespaced, kind } = definition;
  const status = { name: `${plural}/status`, singularName: '', namespaced, kind, verbs: [...SUBRESOURCE_VERBS] };
  const scale = { name: `${plural}/scale`, singularName: '', namespaced, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: [...SUBRESOURCE_VERBS] };
  return [...(version.hasStatus ? [status] : []), ...(version.scale === undefined ? [] : [scale])];
}

// v2 before v1 before v1beta2 before v1alpha1, as Kubernetes orders versions.
function byPriority(left: string, right: string): number {
  const [a, b] = [rank(left), rank(right)];
  return b[0] - a[0] || b[1] - a[1] || b[2] - a[2] || left.localeCompare(right);
}

const STAGES: Readonly<Record<string, number>> = { '': 3, beta: 2, alpha: 1 };

function rank(version: string): [number, number, number] {
  const [, major, stage = '', minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return major === undefined ? [0, 0, 0] : [STAGES[stage] ?? 0, Number(major), Number(minor ?? 0)];
}
