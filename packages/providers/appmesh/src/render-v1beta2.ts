import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, ResourceType, Role, RouteSubject } from '@flagger/sdk';
import type { DesiredObject, Listener, Route, RoutesObject } from './appmesh-types.ts';
import type { AppMeshVersion, RouteDialect } from './appmesh-version.ts';
import { nodeMeta, objectMeta } from './object-meta.ts';
import { apexRoutes, canaryRoutes } from './render-routes.ts';
import { gatewayAnnotations, loggingField, protocolOf, timeoutMs } from './service-fields.ts';

const API = 'appmesh.k8s.aws/v1beta2';
const NODES: ResourceType = { apiVersion: API, kind: 'VirtualNode', plural: 'virtualnodes', namespaced: true };
const ROUTERS: ResourceType<RoutesObject> = { apiVersion: API, kind: 'VirtualRouter', plural: 'virtualrouters', namespaced: true };
const SERVICES: ResourceType = { apiVersion: API, kind: 'VirtualService', plural: 'virtualservices', namespaced: true };

const DIALECT: RouteDialect = {
  field: 'httpRoute',
  writeTarget: (name, weight) => ({ virtualNodeRef: { name }, weight }),
  writeRetries: ({ perRetryTimeoutMs, maxRetries, httpRetryEvents }) => ({ httpRetryEvents, maxRetries, perRetryTimeout: { unit: 'ms', value: perRetryTimeoutMs } }),
  writeTimeout: value => ({ timeout: { perRequest: { unit: 'ms', value } } }),
};

/** App Mesh with its controller 1.x: VirtualServices that lead to VirtualRouters. @source flagger pkg/router/appmesh_v1beta2.go */
export const V1BETA2: AppMeshVersion = {
  names: ['appmesh:v1beta2*'],
  requires: [],
  resources: ['virtualnodes', 'virtualrouters', 'virtualservices'],
  dialect: DIALECT,
  routesType: ROUTERS,
  routesName: canary => serviceNames(canary).apex,
  render: (subject, traffic, ownerReferences) => {
    const { canary } = subject;
    const names = serviceNames(canary);
    return [
      node(subject, 'primary', ownerReferences),
      node(subject, 'canary', ownerReferences),
      router(canary, { name: names.apex, routes: apexRoutes(canary, traffic, DIALECT), ownerReferences }),
      service(canary, { name: names.apex, annotations: gatewayAnnotations(canary), ownerReferences }),
      router(canary, { name: names.canary, routes: canaryRoutes(canary, DIALECT), ownerReferences }),
      service(canary, { name: names.canary, annotations: {}, ownerReferences }),
    ];
  },
};

function node(subject: RouteSubject, role: Role, ownerReferences: boolean): DesiredObject {
  const { canary } = subject;
  const name = serviceNames(canary)[role];
  const value = timeoutMs(canary);
  const backends = (canary.spec.service?.backends ?? []).map(backend);
  const spec = {
    podSelector: { matchLabels: podLabels(subject, role) },
    listeners: [{ ...listener(canary), ...(value !== undefined && { timeout: { http: { perRequest: { unit: 'ms', value } } } }) } satisfies Listener],
    serviceDiscovery: { dns: { hostname: `${name}.${canary.metadata.namespace ?? ''}.svc.cluster.local.` } },
    ...(backends.length > 0 && { backends }),
    ...loggingField(canary),
  };
  return { type: NODES, ownsMetadata: true, object: { apiVersion: API, kind: NODES.kind, metadata: nodeMeta(canary, { name, ownerReferences }), spec } };
}

/** @differs By the label's value; Flagger takes the target's name for it, and nodes of a target that is labelled otherwise have no pods. Test: appmesh render "select pods by the value of their label" */
function podLabels({ canary, target: { labelKey, labelValue } }: RouteSubject, role: Role): Readonly<Record<string, string>> {
  if (labelKey === '') throw new CanaryError('Unsupported', 'never', `${canary.spec.targetRef.kind} ${canary.spec.targetRef.name} selects no pods by a label; App Mesh needs a Deployment or a DaemonSet`);
  return { [labelKey]: role === 'primary' ? `${labelValue}-primary` : labelValue };
}

function backend(name: string): object {
  return { virtualService: name.startsWith('arn:aws') ? { virtualServiceARN: name } : { virtualServiceRef: { name } } };
}

function router(canary: Canary, { name, routes, ownerReferences }: { readonly name: string; readonly routes: readonly Route[]; readonly ownerReferences: boolean }): DesiredObject {
  const object: RoutesObject = { apiVersion: API, kind: ROUTERS.kind, metadata: objectMeta(canary, { name, ownerReferences }), spec: { listeners: [listener(canary)], routes } };
  return { type: ROUTERS, ownsMetadata: false, object };
}

function service(canary: Canary, parts: Parameters<typeof objectMeta>[1]): DesiredObject {
  const spec = { provider: { virtualRouter: { virtualRouterRef: { name: parts.name } } } };
  return { type: SERVICES, ownsMetadata: false, object: { apiVersion: API, kind: SERVICES.kind, metadata: objectMeta(canary, parts), spec } };
}

/** Pods are reached by their own port where that is a number. */
function listener(canary: Canary): Listener {
  const { targetPort, port = 0 } = canary.spec.service ?? {};
  return { portMapping: { port: typeof targetPort === 'number' && targetPort > 0 ? targetPort : port, protocol: protocolOf(canary) } };
}
