import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { RoutesObject, WeightedTarget } from './appmesh-types.ts';

/** The split that an object's first route says; undefined where it has no two targets, or none with a weight. */
export function liveTraffic(object: RoutesObject, canary: Canary): Traffic | undefined {
  const targets = firstTargets(object);
  const find = (name: string): WeightedTarget | undefined => targets.find(target => (target.virtualNodeName ?? target.virtualNodeRef?.name) === name);
  const names = serviceNames(canary);
  const [primary, tested] = [find(names.primary), find(names.canary)];
  if (primary === undefined || tested === undefined) return undefined;
  const [primaryWeight = 0, canaryWeight = 0] = [primary.weight, tested.weight];
  return primaryWeight + canaryWeight === 0 ? undefined : { primary: primaryWeight, canary: canaryWeight, mirrored: false };
}

function firstTargets({ spec }: RoutesObject): readonly WeightedTarget[] {
  const route = spec?.routes?.[0];
  return (route?.http ?? route?.httpRoute)?.action?.weightedTargets ?? [];
}

/** The split that an object's first route says. @throws CanaryError Invalid, where it says none @source flagger pkg/router/appmesh.go GetRoutes */
export function readTraffic(object: RoutesObject, canary: Canary): Traffic {
  const traffic = liveTraffic(object, canary);
  if (traffic !== undefined) return traffic;
  const { primary, canary: tested } = serviceNames(canary);
  const { kind, metadata: { name, namespace = '' } } = object;
  throw new CanaryError('Invalid', 'later', `${kind} ${name}.${namespace} does not contain routes for ${primary} and ${tested}`);
}
