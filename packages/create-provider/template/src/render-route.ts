import { apexRouteMeta, serviceNames } from '@flagger/sdk';
import type { Canary, RouteSubject, Traffic } from '@flagger/sdk';
import { MY_MESH_ROUTES } from './my-mesh-route.ts';
import type { MyMeshBackend, MyMeshRoute } from './my-mesh-route.ts';

/** The route that sends requests as `traffic` says. Pure: the same canary gives the same object. */
export function renderRoute(subject: RouteSubject, traffic: Traffic, ownerReferences: boolean): MyMeshRoute {
  const { apex } = serviceNames(subject.canary);
  const { timeout } = subject.canary.spec.service ?? {};
  return {
    apiVersion: MY_MESH_ROUTES.apiVersion,
    kind: MY_MESH_ROUTES.kind,
    metadata: apexRouteMeta(subject, { ownerReferences }),
    spec: { host: apex, ...(timeout !== undefined && { timeout }), backends: renderBackends(subject.canary, traffic) },
  };
}

/** The shares of primary and canary. */
export function renderBackends(canary: Canary, traffic: Traffic): readonly MyMeshBackend[] {
  const names = serviceNames(canary);
  return [
    { service: names.primary, weight: traffic.primary },
    { service: names.canary, weight: traffic.canary },
  ];
}
