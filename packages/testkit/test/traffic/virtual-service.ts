import type { Manifest } from '@flagger/sdk';

/** The CustomResourceDefinition of VirtualServices, with any spec. */
export const VIRTUAL_SERVICE_CRD = {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'virtualservices.networking.istio.io' },
  spec: {
    group: 'networking.istio.io', scope: 'Namespaced',
    names: { kind: 'VirtualService', listKind: 'VirtualServiceList', plural: 'virtualservices', singular: 'virtualservice' },
    versions: [{
      name: 'v1beta1', served: true, storage: true,
      schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } } },
    }],
  },
} as Manifest;

/** A destination with a weight, and response headers where they are given. */
export function to(service: string, weight?: number, setCookie?: string): object {
  return {
    destination: { host: service },
    ...(weight === undefined ? {} : { weight }),
    ...(setCookie === undefined ? {} : { headers: { response: { add: { 'Set-Cookie': setCookie } } } }),
  };
}

/** The VirtualService `web` of `prod` with these routes. */
export function virtualService(http: readonly object[], spec: object = {}, name = 'web'): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', metadata: { namespace: 'prod', name }, spec: { hosts: ['web'], http, ...spec },
  } as Manifest;
}
