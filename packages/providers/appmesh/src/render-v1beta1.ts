import { serviceNames } from '@flagger/sdk';
import type { Canary, ResourceType, RouteSubject, Traffic } from '@flagger/sdk';
import type { DesiredObject, Listener, RoutesObject } from './appmesh-types.ts';
import type { AppMeshVersion, RouteDialect } from './appmesh-version.ts';
import { nodeMeta, objectMeta } from './object-meta.ts';
import { apexRoutes, canaryRoutes } from './render-routes.ts';
import { gatewayAnnotations, loggingField, protocolOf } from './service-fields.ts';

const API = 'appmesh.k8s.aws/v1beta1';
const NODES: ResourceType = { apiVersion: API, kind: 'VirtualNode', plural: 'virtualnodes', namespaced: true };
const SERVICES: ResourceType<RoutesObject> = { apiVersion: API, kind: 'VirtualService', plural: 'virtualservices', namespaced: true };

const DIALECT: RouteDialect = {
  field: 'http',
  writeTarget: (virtualNodeName, weight) => ({ virtualNodeName, weight }),
  writeRetries: ({ perRetryTimeoutMs, maxRetries, httpRetryEvents }) => ({ perRetryTimeoutMillis: perRetryTimeoutMs, maxRetries, httpRetryEvents }),
  writeTimeout: () => ({}),
};

/** App Mesh before its controller 1.0: VirtualServices with routes of their own. @source flagger pkg/router/appmesh.go */
export const V1BETA1: AppMeshVersion = {
  names: ['appmesh'],
  requires: ['spec.service.meshName'],
  resources: ['virtualnodes', 'virtualservices'],
  dialect: DIALECT,
  routesType: SERVICES,
  routesName: canary => inNamespace(serviceNames(canary).apex, canary),
  render: ({ canary }, traffic, ownerReferences) => {
    const { apex, primary, canary: tested } = serviceNames(canary);
    return [
      node(canary, { name: apex, host: primary, ownerReferences }),
      node(canary, { name: primary, host: primary, ownerReferences }),
      node(canary, { name: tested, host: tested, ownerReferences }),
      apexService(canary, traffic, ownerReferences),
      canaryService(canary, ownerReferences),
    ];
  },
};

function node(canary: Canary, { name, host, ownerReferences }: { readonly name: string; readonly host: string; readonly ownerReferences: boolean }): DesiredObject {
  const backends = (canary.spec.service?.backends ?? []).map(virtualServiceName => ({ virtualService: { virtualServiceName } }));
  const spec = {
    ...meshField(canary),
    listeners: [listener(canary)],
    serviceDiscovery: { dns: { hostName: inNamespace(host, canary) } },
    ...(backends.length > 0 && { backends }),
    ...loggingField(canary),
  };
  return { type: NODES, ownsMetadata: true, object: { apiVersion: API, kind: NODES.kind, metadata: nodeMeta(canary, { name, ownerReferences }), spec } };
}

function apexService(canary: Canary, traffic: Traffic, ownerReferences: boolean): DesiredObject {
  const { apex } = serviceNames(canary);
  return service(canary, { router: apex, routes: apexRoutes(canary, traffic, DIALECT), annotations: gatewayAnnotations(canary), ownerReferences });
}

function canaryService(canary: Canary, ownerReferences: boolean): DesiredObject {
  return service(canary, { router: serviceNames(canary).canary, routes: canaryRoutes(canary, DIALECT), annotations: {}, ownerReferences });
}

interface ServiceParts {
  readonly router: string;
  readonly routes: ReturnType<typeof apexRoutes>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ownerReferences: boolean;
}

function service(canary: Canary, { router, routes, annotations, ownerReferences }: ServiceParts): DesiredObject {
  const spec = { ...meshField(canary), virtualRouter: { name: router, listeners: [listener(canary)] }, routes };
  const metadata = objectMeta(canary, { name: inNamespace(router, canary), annotations, ownerReferences });
  return { type: SERVICES, ownsMetadata: false, object: { apiVersion: API, kind: SERVICES.kind, metadata, spec } satisfies RoutesObject };
}

function meshField({ spec }: RouteSubject['canary']): { readonly meshName: string } {
  return { meshName: spec.service?.meshName ?? '' };
}

function listener(canary: Canary): Listener {
  return { portMapping: { port: canary.spec.service?.port ?? 0, protocol: protocolOf(canary) } };
}

function inNamespace(name: string, { metadata }: Canary): string {
  return `${name}.${metadata.namespace ?? ''}`;
}
