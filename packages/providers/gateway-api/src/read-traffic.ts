import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { BackendRef, HttpRoute, RouteRule } from './gateway-api-types.ts';
import { countMirrors } from './render-filters.ts';

/** What the API gives a backend without a weight. */
const DEFAULT_WEIGHT = 1;

/** The split that an HTTPRoute says; undefined where no rule leads to both Services, or none with a weight. */
export function liveTraffic({ spec }: HttpRoute, canary: Canary): Traffic | undefined {
  const names = serviceNames(canary);
  const find = ({ backendRefs = [] }: RouteRule, name: string): BackendRef | undefined => backendRefs.find(ref => ref.name === name);
  const rule = spec?.rules?.findLast(each => find(each, names.primary) && find(each, names.canary));
  if (rule === undefined) return undefined;
  const weightOf = (name: string): number => find(rule, name)?.weight ?? DEFAULT_WEIGHT;
  const ownMirrors = (canary.spec.service?.mirror ?? []).filter(({ backendRef }) => backendRef.name === names.canary).length;
  const traffic = { primary: weightOf(names.primary), canary: weightOf(names.canary), mirrored: countMirrors(rule.filters, names.canary) > ownMirrors };
  return traffic.primary === 0 && traffic.canary === 0 ? undefined : traffic;
}

/**
 * The split that an HTTPRoute says.
 *
 * @source flagger pkg/router/gateway_api.go GetRoutes
 * @differs A mirror that `service.mirror` asks for does not count as the release's. Test: gateway-api router "a mirror of the service"
 * @throws CanaryError Invalid, where it says none
 */
export function readTraffic(route: HttpRoute, canary: Canary, kind = 'HTTPRoute'): Traffic {
  const traffic = liveTraffic(route, canary);
  if (traffic !== undefined) return traffic;
  const { apex, primary, canary: name } = serviceNames(canary);
  throw new CanaryError('Invalid', 'later', `${kind} ${apex}.${canary.metadata.namespace ?? ''} does not contain a rule with weights for ${primary} and ${name}`);
}
