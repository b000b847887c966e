import type { Manifest, ResourceType } from '@flagger/sdk';

/** A Service with its share; Traefik takes a missing weight for 1, and sends nothing to one of 0. */
export interface WeightedService {
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number | string;
  readonly weight?: number;
}

/** A TraefikService; only a user's own may be without weighted Services. */
export interface TraefikService extends Manifest {
  readonly spec?: { readonly weighted?: { readonly services?: readonly WeightedService[] } };
}

/** Where TraefikServices live in the API. */
export const TRAEFIK_SERVICES: ResourceType<TraefikService> = { apiVersion: 'traefik.io/v1alpha1', kind: 'TraefikService', plural: 'traefikservices', namespaced: true };
