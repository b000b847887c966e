/** The part of an object's metadata that this project reads or writes. @source Kubernetes meta/v1 ObjectMeta */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
}

/** Who owns an object. @source Kubernetes meta/v1 OwnerReference */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Any Kubernetes object. Objects that a store returns are shared and frozen: build a new one, never change one in place. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** Where an object is; cluster-scoped ones have no namespace. */
export interface ObjectKey {
  readonly namespace?: string;
  readonly name: string;
}

/**
 * A kind of object as data, so that no discovery request is needed. `T` is the shape that reading it gives.
 *
 * @example
 * const DEPLOYMENTS: ResourceType<Deployment> = { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true };
 */
export interface ResourceType<T extends Manifest = Manifest> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Never set: it lets the compiler carry `T`. */
  readonly shape?: T;
}
