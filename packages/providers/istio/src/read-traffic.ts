import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { HttpRoute, TcpRoute, VirtualService } from './istio-types.ts';

/** The split that a VirtualService says; undefined where it has no route to the canary, or none with a weight. */
export function liveTraffic({ spec = { hosts: [] } }: VirtualService, canary: Canary): Traffic | undefined {
  const names = serviceNames(canary);
  const leadsToCanary = ({ route = [] }: Partial<HttpRoute | TcpRoute>): boolean => route.some(({ destination }) => destination.host === names.canary);
  const http = spec.http?.findLast(leadsToCanary);
  const found = http ?? spec.tcp?.findLast(leadsToCanary);
  if (found === undefined) return undefined;
  const traffic = { primary: weightOf(found, names.primary), canary: weightOf(found, names.canary), mirrored: Boolean(http?.mirror?.host) };
  return traffic.primary === 0 && traffic.canary === 0 ? undefined : traffic;
}

function weightOf({ route }: HttpRoute | TcpRoute, host: string): number {
  return route.find(({ destination }) => destination.host === host)?.weight ?? 0;
}

/** The split that a VirtualService says. @throws CanaryError Invalid, where it says none @source flagger pkg/router/istio.go GetRoutes */
export function readTraffic(virtualService: VirtualService, canary: Canary): Traffic {
  const traffic = liveTraffic(virtualService, canary);
  if (traffic !== undefined) return traffic;
  const { apex, primary, canary: host } = serviceNames(canary);
  throw new CanaryError('Invalid', 'later', `VirtualService ${apex}.${canary.metadata.namespace ?? ''} does not contain routes for ${primary} and ${host}`);
}
