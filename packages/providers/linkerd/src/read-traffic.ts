import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { TrafficSplit } from './smi-types.ts';

/** The split that a TrafficSplit says; undefined where it has none. */
export function liveTraffic({ spec }: TrafficSplit, canary: Canary): Traffic | undefined {
  const weightOf = (name: string): number => Number(spec?.backends?.find(({ service }) => service === name)?.weight ?? 0);
  const names = serviceNames(canary);
  const traffic = { primary: weightOf(names.primary), canary: weightOf(names.canary), mirrored: false };
  const readable = Number.isInteger(traffic.primary) && Number.isInteger(traffic.canary);
  return readable && (traffic.primary > 0 || traffic.canary > 0) ? traffic : undefined;
}

/** The split that a TrafficSplit says. @throws CanaryError Invalid, where it says none @source flagger pkg/router/smi.go GetRoutes */
export function readTraffic(split: TrafficSplit, canary: Canary): Traffic {
  const traffic = liveTraffic(split, canary);
  if (traffic !== undefined) return traffic;
  const names = serviceNames(canary);
  throw new CanaryError('Invalid', 'later', `TrafficSplit ${names.apex}.${canary.metadata.namespace ?? ''} does not contain whole weights for ${names.primary} and ${names.canary}`);
}
