import { CanaryError } from '@flagger/sdk';
import type { Traffic } from '@flagger/sdk';
import { PRIMARY_REVISION } from './knative-types.ts';
import type { KnativeService, TrafficTarget } from './knative-types.ts';

/** The revision that is the primary. @throws CanaryError Invalid, later, where there is none yet */
export function primaryRevision(service: KnativeService): string {
  const found = service.metadata.annotations?.[PRIMARY_REVISION];
  if (found) return found;
  throw new CanaryError('Invalid', 'later', `Knative Service ${idOf(service)} has no annotation ${PRIMARY_REVISION}`);
}

/**
 * The split that Knative says it makes.
 *
 * @source flagger pkg/router/knative.go GetRoutes
 * @differs A status from before the last change is an error; Flagger reads it as the split that was written. Test: knative router "lags behind"
 * @differs Where the newest revision is the primary, each is read from its own entry. Test: knative router "the newest revision is the primary"
 * @throws CanaryError Invalid, later
 */
export function readTraffic(service: KnativeService): Traffic {
  const primary = primaryRevision(service);
  const observedGeneration = service.status?.observedGeneration;
  const { generation = 0 } = service.metadata;
  if (observedGeneration !== undefined && observedGeneration < generation) {
    throw new CanaryError('Invalid', 'later', `Knative Service ${idOf(service)} has a status of generation ${observedGeneration}, not yet of ${generation}`);
  }
  const split = splitOf(service.status?.traffic ?? [], primary);
  if (split === undefined) {
    throw new CanaryError('Invalid', 'later', `Knative Service ${idOf(service)} has no percentages in its status for the latest revision and for ${primary}`);
  }
  return split;
}

function splitOf(traffic: readonly TrafficTarget[], primary: string): Traffic | undefined {
  const newest = traffic.find(({ latestRevision }) => latestRevision === true);
  const fixed = traffic.filter(({ latestRevision }) => latestRevision !== true);
  // A promotion names its primary before traffic goes there: what is left of the split goes to the one before.
  const before = newest?.revisionName === primary ? fixed[0] : undefined;
  const own = fixed.find(({ revisionName }) => revisionName === primary) ?? before;
  if (newest?.percent === undefined || own?.percent === undefined) return undefined;
  return { primary: own.percent, canary: newest.percent, mirrored: false };
}

function idOf({ metadata: { name, namespace = '' } }: KnativeService): string {
  return `${name}.${namespace}`;
}
