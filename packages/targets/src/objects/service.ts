import type { Manifest } from '@flagger/sdk';
import type { NamedType } from './named-type.ts';
import type { StringMap } from './string-map.ts';

/** @source Kubernetes core/v1 ServicePort */
export interface ServicePort {
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
}

/** @source Kubernetes core/v1 ServiceSpec */
export interface ServiceSpec {
  readonly type?: string;
  readonly selector?: StringMap;
  readonly ports?: readonly ServicePort[];
  /** 'None': headless. */
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly healthCheckNodePort?: number;
  readonly trafficDistribution?: string;
}

/** @source Kubernetes core/v1 Service */
export interface Service extends Manifest {
  readonly spec: ServiceSpec;
}

/** Where core Services live in the API. */
export const SERVICES: NamedType<Service> = { apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true, noun: 'service' };
