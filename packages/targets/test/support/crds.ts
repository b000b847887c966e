import type { AnyObject } from './world.ts';

/** A definition of a custom resource that takes every field. */
function crd(group: string, version: string, kind: string, plural: string): AnyObject {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
}

/** What the scenarios need beside Kubernetes' own kinds. */
export const CRDS = [crd('flagger.app', 'v1beta1', 'Canary', 'canaries'), crd('keda.sh', 'v1alpha1', 'ScaledObject', 'scaledobjects')];
