import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { HttpProxy } from './contour-types.ts';

/** The split that an HTTPProxy says; undefined where its first route has no primary beside another Service. */
export function liveTraffic({ spec }: HttpProxy, canary: Canary): Traffic | undefined {
  const services = spec?.routes?.[0]?.services ?? [];
  const primary = services.find(({ name }) => name === serviceNames(canary).primary);
  if (primary === undefined || services.length < 2) return undefined;
  const weight = primary.weight ?? 0;
  return { primary: weight, canary: 100 - weight, mirrored: false };
}

/** The split that an HTTPProxy says. @throws CanaryError Invalid, where it says none @source flagger pkg/router/contour.go GetRoutes */
export function readTraffic(proxy: HttpProxy, canary: Canary): Traffic {
  const traffic = liveTraffic(proxy, canary);
  if (traffic !== undefined) return traffic;
  throw new CanaryError('Invalid', 'later', `HTTPProxy ${serviceNames(canary).apex}.${canary.metadata.namespace ?? ''} services not found`);
}
