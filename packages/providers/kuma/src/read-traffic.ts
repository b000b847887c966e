import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import { SERVICE_TAG } from './kuma-types.ts';
import type { TrafficRoute } from './kuma-types.ts';

/** The split that a TrafficRoute says; undefined where the primary is not in it. */
export function liveTraffic({ spec }: TrafficRoute, canary: Canary): Traffic | undefined {
  const { primary } = serviceNames(canary);
  const found = spec?.conf?.split?.findLast(({ destination }) => destination?.[SERVICE_TAG]?.split('_')[0] === primary);
  if (found === undefined) return undefined;
  const { weight = 0 } = found;
  return { primary: weight, canary: 100 - weight, mirrored: false };
}

/** The split that a TrafficRoute says. @throws CanaryError Invalid, where it says none @source flagger pkg/router/kuma.go GetRoutes */
export function readTraffic(route: TrafficRoute, canary: Canary): Traffic {
  const traffic = liveTraffic(route, canary);
  if (traffic !== undefined) return traffic;
  const { apex, primary, canary: host } = serviceNames(canary);
  throw new CanaryError('Invalid', 'later', `TrafficRoute ${apex} does not contain routes for ${primary} and ${host}`);
}
