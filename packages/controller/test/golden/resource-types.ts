import { ALERT_PROVIDERS, CANARIES, METRIC_TEMPLATES } from '@flagger/sdk';
import type { ResourceType } from '@flagger/sdk';

const namespaced = (apiVersion: string, kind: string, plural: string): ResourceType => ({ apiVersion, kind, plural, namespaced: true });

/** Types whose objects a recording keeps at the end. */
export const DUMPED_TYPES: readonly ResourceType[] = [
  namespaced('v1', 'Service', 'services'),
  namespaced('v1', 'ConfigMap', 'configmaps'),
  namespaced('v1', 'Secret', 'secrets'),
  namespaced('apps/v1', 'Deployment', 'deployments'),
  namespaced('apps/v1', 'DaemonSet', 'daemonsets'),
  namespaced('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  namespaced('networking.k8s.io/v1', 'Ingress', 'ingresses'),
  namespaced('networking.istio.io/v1beta1', 'VirtualService', 'virtualservices'),
  namespaced('networking.istio.io/v1beta1', 'DestinationRule', 'destinationrules'),
  namespaced('keda.sh/v1alpha1', 'ScaledObject', 'scaledobjects'),
  // contour, traefik, kuma, apisix
  namespaced('projectcontour.io/v1', 'HTTPProxy', 'httpproxies'),
  namespaced('traefik.io/v1alpha1', 'TraefikService', 'traefikservices'),
  { apiVersion: 'kuma.io/v1alpha1', kind: 'TrafficRoute', plural: 'trafficroutes', namespaced: false },
  namespaced('apisix.apache.org/v2', 'ApisixRoute', 'apisixroutes'),
  // gateway-api, linkerd, appmesh, gloo, knative
  namespaced('gateway.networking.k8s.io/v1', 'HTTPRoute', 'httproutes'),
  namespaced('split.smi-spec.io/v1alpha2', 'TrafficSplit', 'trafficsplits'),
  namespaced('appmesh.k8s.aws/v1beta2', 'VirtualNode', 'virtualnodes'),
  namespaced('appmesh.k8s.aws/v1beta2', 'VirtualRouter', 'virtualrouters'),
  namespaced('appmesh.k8s.aws/v1beta2', 'VirtualService', 'virtualservices'),
  namespaced('gateway.solo.io/v1', 'RouteTable', 'routetables'),
  namespaced('gloo.solo.io/v1', 'Upstream', 'upstreams'),
  CANARIES,
];

const OTHER_TYPES: readonly ResourceType[] = [
  METRIC_TEMPLATES,
  ALERT_PROVIDERS,
  namespaced('v1', 'ServiceAccount', 'serviceaccounts'),
  namespaced('apps/v1', 'StatefulSet', 'statefulsets'),
  namespaced('traefik.io/v1alpha1', 'IngressRoute', 'ingressroutes'),
  namespaced('gateway.networking.k8s.io/v1', 'GRPCRoute', 'grpcroutes'),
  namespaced('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  namespaced('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'),
  { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
];

/** The type of a manifest. */
export function typeOf(apiVersion: string, kind: string): ResourceType {
  const type = [...DUMPED_TYPES, ...OTHER_TYPES].find(known => known.apiVersion === apiVersion && known.kind === kind);
  if (type === undefined) throw new Error(`no scenario uses ${apiVersion} ${kind}`);
  return type;
}
