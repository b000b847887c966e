import { ALL_TO_PRIMARY, CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { TraefikService } from './traefik-types.ts';

/** The split that a TraefikService says; undefined where the primary is not in it. */
export function liveTraffic({ spec }: TraefikService, canary: Canary): Traffic | undefined {
  const names = serviceNames(canary);
  const services = spec?.weighted?.services ?? [];
  const primary = services.find(({ name }) => name === names.primary);
  if (primary === undefined) return undefined;
  if (!services.some(({ name }) => name === names.canary)) return ALL_TO_PRIMARY;
  const weight = primary.weight ?? 0;
  return { primary: weight, canary: 100 - weight, mirrored: false };
}

/** The split that a TraefikService says. @throws CanaryError Invalid, where it says none @source flagger pkg/router/traefik.go GetRoutes */
export function readTraffic(service: TraefikService, canary: Canary): Traffic {
  const traffic = liveTraffic(service, canary);
  if (traffic !== undefined) return traffic;
  throw new CanaryError('Invalid', 'later', `TraefikService ${serviceNames(canary).apex}.${canary.metadata.namespace ?? ''} services not found`);
}
