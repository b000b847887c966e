import type { Manifest } from '@flagger/sdk';

/** A Service with its share; v1alpha1 writes it as a quantity, such as `"30"`. */
export interface SplitBackend {
  readonly service: string;
  readonly weight: number | string;
}

/** How requests to a Service are split. */
export interface TrafficSplitSpec {
  readonly service?: string;
  readonly backends?: readonly SplitBackend[];
}

/** A TrafficSplit of the Service Mesh Interface, the fields that Flagger writes. */
export interface TrafficSplit extends Manifest {
  readonly spec?: TrafficSplitSpec;
}
