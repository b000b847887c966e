import type { JsonObject } from '../json.ts';
import type { ResourceDefinition, ResourceVersion } from '../resources/resource-definition.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { groupVersions, servedAt, SUBRESOURCE_VERBS, VERBS } from './discovery.ts';

/** The media type of discovery in one document. */
export const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether a client takes discovery in one document. */
export function wantsAggregated(accept: string): boolean {
  return /g=apidiscovery\.k8s\.io;v=v2;as=APIGroupDiscoveryList/.test(accept);
}

/** All groups with their resources: the core group for `/api`, the others for `/apis`. */
export function aggregatedDiscovery(registry: ResourceRegistry, isCore: boolean): JsonObject {
  const items = [...groupVersions(registry)].filter(([group]) => (group === '') === isCore).map(([group, versions]) => ({
    metadata: { name: group, creationTimestamp: null },
    versions: versions.map(version => ({ version, resources: servedAt(registry, group, version).map(([definition, at]) => resource(definition, at)), freshness: 'Current' })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function resource(definition: ResourceDefinition, version: ResourceVersion): JsonObject {
  const { plural, singular, group, kind, namespaced, shortNames, categories } = definition;
  const responseKind = { group, version: version.name, kind };
  const subresources = [
    ...(version.hasStatus ? [{ subresource: 'status', responseKind, verbs: [...SUBRESOURCE_VERBS] }] : []),
    ...(version.scale === undefined ? [] : [{ subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs: [...SUBRESOURCE_VERBS] }]),
  ];
  return {
    resource: plural, responseKind, scope: namespaced ? 'Namespaced' : 'Cluster', singularResource: singular, verbs: [...VERBS],
    ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }), ...(categories.length === 0 ? {} : { categories: [...categories] }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}
