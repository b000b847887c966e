import { builtinSchema } from '../schema/builtin-schema.ts';
import { WORKLOAD_SCALE } from './resource-definition.ts';
import type { ResourceDefinition } from './resource-definition.ts';

interface Row {
  readonly at: string;
  readonly kind: string;
  readonly plural: string;
  readonly short?: readonly string[];
  readonly cluster?: true;
  /** 's' status, 'c' scale, 'g' generation, 'p' create on PUT, 'r' PUT needs a resource version, 'a' in category all. */
  readonly traits: string;
}

const ROWS: readonly Row[] = [
  { at: 'v1', kind: 'Namespace', plural: 'namespaces', short: ['ns'], cluster: true, traits: 's' },
  { at: 'v1', kind: 'Node', plural: 'nodes', short: ['no'], cluster: true, traits: 's' },
  { at: 'v1', kind: 'Service', plural: 'services', short: ['svc'], traits: 'sa' },
  { at: 'v1', kind: 'ConfigMap', plural: 'configmaps', short: ['cm'], traits: '' },
  { at: 'v1', kind: 'Secret', plural: 'secrets', traits: '' },
  { at: 'v1', kind: 'Event', plural: 'events', short: ['ev'], traits: 'p' },
  { at: 'v1', kind: 'Pod', plural: 'pods', short: ['po'], traits: 'sga' },
  { at: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'], traits: '' },
  { at: 'v1', kind: 'Endpoints', plural: 'endpoints', short: ['ep'], traits: 'p' },
  { at: 'v1', kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims', short: ['pvc'], traits: 's' },
  { at: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas', short: ['quota'], traits: 's' },
  { at: 'v1', kind: 'LimitRange', plural: 'limitranges', short: ['limits'], traits: '' },
  { at: 'apps/v1', kind: 'Deployment', plural: 'deployments', short: ['deploy'], traits: 'scga' },
  { at: 'apps/v1', kind: 'DaemonSet', plural: 'daemonsets', short: ['ds'], traits: 'sga' },
  { at: 'apps/v1', kind: 'StatefulSet', plural: 'statefulsets', short: ['sts'], traits: 'scga' },
  { at: 'apps/v1', kind: 'ReplicaSet', plural: 'replicasets', short: ['rs'], traits: 'scga' },
  { at: 'apps/v1', kind: 'ControllerRevision', plural: 'controllerrevisions', traits: '' },
  { at: 'batch/v1', kind: 'Job', plural: 'jobs', traits: 'sga' },
  { at: 'batch/v1', kind: 'CronJob', plural: 'cronjobs', short: ['cj'], traits: 'sga' },
  { at: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers', short: ['hpa'], traits: 'sa' },
  { at: 'networking.k8s.io/v1', kind: 'Ingress', plural: 'ingresses', short: ['ing'], traits: 'sg' },
  { at: 'networking.k8s.io/v1', kind: 'IngressClass', plural: 'ingressclasses', cluster: true, traits: 'g' },
  { at: 'networking.k8s.io/v1', kind: 'NetworkPolicy', plural: 'networkpolicies', short: ['netpol'], traits: 'g' },
  { at: 'policy/v1', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets', short: ['pdb'], traits: 'sg' },
  { at: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases', traits: 'pr' },
  { at: 'discovery.k8s.io/v1', kind: 'EndpointSlice', plural: 'endpointslices', traits: 'gp' },
  { at: 'rbac.authorization.k8s.io/v1', kind: 'Role', plural: 'roles', traits: '' },
  { at: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', plural: 'rolebindings', traits: '' },
  { at: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', plural: 'clusterroles', cluster: true, traits: '' },
  { at: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', cluster: true, traits: '' },
  { at: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', plural: 'customresourcedefinitions', short: ['crd', 'crds'], cluster: true, traits: 'sg' },
];

/** The resources that are there before any CustomResourceDefinition. */
export const BUILTIN_RESOURCES: readonly ResourceDefinition[] = ROWS.map(define);

function define(row: Row): ResourceDefinition {
  const slash = row.at.indexOf('/');
  const group = slash < 0 ? '' : row.at.slice(0, slash);
  const version = row.at.slice(slash + 1);
  const has = (trait: string): boolean => row.traits.includes(trait);
  const schema = builtinSchema(row.at, row.kind);
  return {
    group, plural: row.plural, singular: row.kind.toLowerCase(), kind: row.kind, listKind: `${row.kind}List`,
    shortNames: row.short ?? [], categories: has('a') ? ['all'] : [], namespaced: row.cluster !== true, storageVersion: version,
    versions: [{
      name: version, served: true, hasStatus: has('s'), columns: [],
      ...(has('c') ? { scale: WORKLOAD_SCALE } : {}), schema,
    }],
    builtIn: true, createOnUpdate: has('p'), unconditionalUpdate: !has('r'), hasGeneration: has('g'),
  };
}
