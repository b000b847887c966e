import { apexRouteMeta, serviceNames } from '@flagger/sdk';
import type { Canary, RouteSubject, Traffic } from '@flagger/sdk';
import { SERVICE_TAG, TRAFFIC_ROUTES } from './kuma-types.ts';
import type { Tags, TrafficRoute, TrafficSplit } from './kuma-types.ts';

/** The annotation of a Canary that names its mesh. */
const MESH_ANNOTATION = 'kuma.io/mesh';

/** The TrafficRoute of a canary at a split; no canary can own it, for it is in no namespace. Pure. @source flagger pkg/router/kuma.go */
export function renderTrafficRoute(subject: RouteSubject, traffic: Traffic): Required<TrafficRoute> {
  const { canary } = subject;
  const { namespace: _namespace, ...metadata } = apexRouteMeta(subject, { ownerReferences: false });
  return {
    apiVersion: TRAFFIC_ROUTES.apiVersion,
    kind: TRAFFIC_ROUTES.kind,
    mesh: canary.metadata.annotations?.[MESH_ANNOTATION] || 'default',
    metadata,
    spec: { sources: [{ match: { [SERVICE_TAG]: '*' } }], destinations: [{ match: tagsOf(canary, serviceNames(canary).apex) }], conf: { split: renderSplit(canary, traffic) } },
  };
}

/** The shares of a split. */
export function renderSplit(canary: Canary, traffic: Traffic): readonly TrafficSplit[] {
  return (['primary', 'canary'] as const).map(role => ({ weight: traffic[role], destination: tagsOf(canary, serviceNames(canary)[role]) }));
}

function tagsOf({ metadata, spec }: Canary, service: string): Tags {
  return { [SERVICE_TAG]: `${service}_${metadata.namespace ?? ''}_svc_${spec.service?.port ?? 0}` };
}
