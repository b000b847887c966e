import type { Manifest, ResourceType } from './manifest.ts';

/** One path of a rule. @source Kubernetes networking/v1 HTTPIngressPath */
export interface IngressPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend: { readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } } };
}

/** The paths of one host; a rule without any is allowed. @source Kubernetes networking/v1 IngressRule */
export interface IngressRule {
  readonly host?: string;
  readonly http?: { readonly paths: readonly IngressPath[] };
}

/** An Ingress; it may be without rules. */
export interface Ingress extends Manifest {
  readonly spec?: { readonly rules?: readonly IngressRule[] };
}

/** Where Ingresses live in the API. */
export const INGRESSES: ResourceType<Ingress> = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', plural: 'ingresses', namespaced: true };
