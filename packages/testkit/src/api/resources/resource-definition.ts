import type { JsonSchema } from '../schema/json-schema.ts';

/** A column that `kubectl get` prints. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

/** Where the scale subresource of a resource reads and writes. Paths start with a dot, as in a CustomResourceDefinition. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** One served version of a resource. */
export interface ResourceVersion {
  readonly name: string;
  readonly served: boolean;
  readonly hasStatus: boolean;
  readonly scale?: ScalePaths;
  readonly schema?: JsonSchema;
  /** Custom resources only. */
  readonly columns: readonly PrinterColumn[];
}

/** A resource as the server serves it; built in, or from a CustomResourceDefinition. */
export interface ResourceDefinition {
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly storageVersion: string;
  readonly versions: readonly ResourceVersion[];
  readonly builtIn: boolean;
  /** PUT makes an object that is not there. */
  readonly createOnUpdate: boolean;
  /** PUT needs no resource version. */
  readonly unconditionalUpdate: boolean;
  /** The server counts changes of the spec in `metadata.generation`. */
  readonly hasGeneration: boolean;
}

/** A resource at the version that a request named. */
export interface ServedResource {
  readonly definition: ResourceDefinition;
  readonly version: ResourceVersion;
}

/** The key of a resource: `services`, `canaries.flagger.app`. */
export function resourceKey(definition: { readonly group: string; readonly plural: string }): string {
  return definition.group === '' ? definition.plural : `${definition.plural}.${definition.group}`;
}

/** A Deployment's and alike's scale paths. */
export const WORKLOAD_SCALE: ScalePaths = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.selector' };

