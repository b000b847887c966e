import { canaryOwner, GITOPS_MARKERS } from '@flagger/sdk';
import type { Canary, ObjectMeta } from '@flagger/sdk';

/** What the metadata of an object is made from. */
export interface MetaParts {
  readonly name: string;
  readonly ownerReferences: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The metadata of an object in the canary's namespace. */
export function objectMeta(canary: Canary, { name, ownerReferences, labels = {}, annotations = {} }: MetaParts): ObjectMeta {
  return {
    name,
    ...(canary.metadata.namespace && { namespace: canary.metadata.namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
    ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
  };
}

/** The metadata of a VirtualNode: that of the apex Service, but never the label that selects pods. @source flagger pkg/router/appmesh.go: nodes are made before Services */
export function nodeMeta(canary: Canary, parts: Pick<MetaParts, 'name' | 'ownerReferences'>): ObjectMeta {
  const { labels = {}, annotations } = canary.spec.service?.apex ?? {};
  return objectMeta(canary, { ...parts, labels, annotations: { ...annotations, ...GITOPS_MARKERS } });
}
