import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Role, Traffic } from '@flagger/sdk';
import type { RouteTable, WeightedDestination } from './gloo-types.ts';
import { upstreamName } from './upstream-name.ts';

/** The split that a RouteTable's first route says; undefined where it does not lead to both Upstreams, or has no weight. */
export function liveTraffic(table: RouteTable, canary: Canary): Traffic | undefined {
  const destinations = firstDestinations(table);
  const find = (role: Role): WeightedDestination | undefined => destinations.find(({ destination }) => destination?.upstream?.name === upstreamName(canary, role));
  const [primary, tested] = [find('primary'), find('canary')];
  if (primary === undefined || tested === undefined) return undefined;
  const [primaryWeight = 0, canaryWeight = 0] = [primary.weight, tested.weight];
  return primaryWeight + canaryWeight === 0 ? undefined : { primary: primaryWeight, canary: canaryWeight, mirrored: false };
}

function firstDestinations({ spec }: RouteTable): readonly WeightedDestination[] {
  return spec?.routes?.[0]?.routeAction?.multi?.destinations ?? [];
}

/**
 * The split that a RouteTable says.
 *
 * @source flagger pkg/router/gloo.go GetRoutes
 * @differs The canary's weight is read; Flagger takes what is left of 100. Test: gloo router "by hand"
 * @throws CanaryError Invalid, where it says none
 */
export function readTraffic(table: RouteTable, canary: Canary): Traffic {
  const traffic = liveTraffic(table, canary);
  if (traffic !== undefined) return traffic;
  const where = `RouteTable ${serviceNames(canary).apex}.${canary.metadata.namespace ?? ''}`;
  throw new CanaryError('Invalid', 'later', `${where} does not contain a first route with weights for ${upstreamName(canary, 'primary')} and ${upstreamName(canary, 'canary')}`);
}
