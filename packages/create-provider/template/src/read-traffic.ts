import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { MyMeshRoute } from './my-mesh-route.ts';

/** The split that a live route says; undefined where it says none. */
export function liveTraffic({ spec }: MyMeshRoute, canary: Canary): Traffic | undefined {
  const names = serviceNames(canary);
  const weightOf = (service: string): number => spec?.backends?.find(backend => backend.service === service)?.weight ?? 0;
  const [primary, share] = [weightOf(names.primary), weightOf(names.canary)];
  return primary + share === 100 ? { primary, canary: share, mirrored: false } : undefined;
}

/** The split that a live route says. @throws CanaryError Invalid, where it says none */
export function readTraffic(route: MyMeshRoute, canary: Canary): Traffic {
  const traffic = liveTraffic(route, canary);
  if (traffic !== undefined) return traffic;
  const { apex, primary, canary: other } = serviceNames(canary);
  throw new CanaryError('Invalid', 'later', `MyMeshRoute ${apex}.${canary.metadata.namespace}: spec.backends must share 100 percent between ${primary} and ${other}`);
}
