import { canaryOwner, CanaryError, routeMetadata, serviceNames } from '@flagger/sdk';
import type { Canary, RouteSubject, Traffic } from '@flagger/sdk';
import { affinityRoutes } from './affinity-routes.ts';
import { destinationOf } from './destinations.ts';
import { httpOptions, matchField, serviceMatches } from './http-options.ts';
import { VIRTUAL_SERVICES } from './istio-types.ts';
import type { HttpRoute, TcpRoute, VirtualService, VirtualServiceSpec, WeightedDestination } from './istio-types.ts';
import { mergeMatches } from './merge-matches.ts';

/** The routes of a canary at a split. */
export type Routes = Pick<VirtualServiceSpec, 'http' | 'tcp'>;

/** Whether requests are routed as TCP streams, which can be split and nothing more. */
function isTcp({ spec }: Canary): boolean {
  return spec.service?.appProtocol?.toLowerCase() === 'tcp';
}

/** The VirtualService of a canary at a split. Pure. @throws CanaryError Invalid */
export function renderVirtualService(subject: RouteSubject, traffic: Traffic, ownerReferences: boolean): Required<VirtualService> {
  const { canary } = subject;
  const { labels, annotations } = routeMetadata(subject);
  return {
    apiVersion: VIRTUAL_SERVICES.apiVersion,
    kind: VIRTUAL_SERVICES.kind,
    metadata: {
      name: serviceNames(canary).apex,
      ...(canary.metadata.namespace && { namespace: canary.metadata.namespace }),
      ...(Object.keys(labels).length > 0 && { labels }),
      annotations,
      ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: { ...entrance(canary), ...renderRoutes(canary, traffic) },
  };
}

/** The routes alone: what a change of the split replaces. */
export function renderRoutes(canary: Canary, traffic: Traffic): Routes {
  return isTcp(canary) ? { tcp: [tcpRoute(canary, traffic)] } : { http: httpRoutes(canary, traffic) };
}

/** Hosts and gateways. */
function entrance(canary: Canary): Pick<VirtualServiceSpec, 'hosts' | 'gateways'> {
  const { hosts = [], gateways = [], delegation = false } = canary.spec.service ?? {};
  if (delegation) return entranceOfDelegate(canary);
  const { apex } = serviceNames(canary);
  const named = hosts.includes(apex) || hosts.includes('*');
  return { hosts: named ? hosts : [...hosts, apex], gateways: gateways.length > 0 ? gateways : ['mesh'] };
}

/** A delegate has neither: its parent does. */
function entranceOfDelegate(canary: Canary): Pick<VirtualServiceSpec, 'hosts'> {
  const { hosts = [], gateways = [] } = canary.spec.service ?? {};
  if (hosts.length === 0 && gateways.length === 0) return { hosts: [] };
  const { apex } = serviceNames(canary);
  const problem = `VirtualService ${apex}.${canary.metadata.namespace ?? ''} cannot have hosts and gateways when delegation enabled`;
  throw new CanaryError('Invalid', 'never', `reconcileVirtualService failed: ${problem}`);
}

function httpRoutes(canary: Canary, traffic: Traffic): readonly HttpRoute[] {
  const { analysis, service } = canary.spec;
  const options = httpOptions(service);
  const matches = serviceMatches(service);
  if (analysis.match && analysis.match.length > 0) {
    const primaryOnly = [{ destination: destinationOf(canary, 'primary'), weight: traffic.primary }];
    return [
      { ...matchField(mergeMatches(analysis.match, matches)), ...options, route: split(canary, traffic) },
      { ...matchField(matches), ...options, route: primaryOnly },
    ];
  }
  const weighted: HttpRoute = { ...matchField(matches), ...options, route: split(canary, traffic) };
  const routes = analysis.sessionAffinity ? affinityRoutes(canary, analysis.sessionAffinity, { weighted, traffic }) : [weighted];
  return traffic.mirrored ? [...routes.slice(0, -1), ...routes.slice(-1).map(route => ({ ...route, ...mirror(canary) }))] : routes;
}

/**
 * Copies requests of the weighted route to the canary.
 *
 * @differs With sticky sessions Flagger mirrors the sticky route, where it never looks for it; test: istio render "mirrors the weighted route"
 */
function mirror(canary: Canary): Pick<HttpRoute, 'mirror' | 'mirrorPercentage'> {
  const percent = canary.spec.analysis.mirrorWeight ?? 0;
  return { mirror: { host: serviceNames(canary).canary }, ...(percent > 0 && { mirrorPercentage: { value: percent } }) };
}

function tcpRoute(canary: Canary, traffic: Traffic): TcpRoute {
  const ports = (canary.spec.service?.match ?? []).map(({ port }) => (port ? { port } : {}));
  return { ...(ports.length > 0 && { match: ports }), route: split(canary, traffic) };
}

function split(canary: Canary, traffic: Traffic): readonly WeightedDestination[] {
  return [
    { destination: destinationOf(canary, 'primary'), weight: traffic.primary },
    { destination: destinationOf(canary, 'canary'), weight: traffic.canary },
  ];
}
