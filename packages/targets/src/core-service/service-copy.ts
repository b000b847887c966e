import { canaryOwner } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { includedByPrefix, withoutKeys } from '../metadata/filter.ts';
import { LAST_APPLIED } from '../objects/last-applied.ts';
import type { Service } from '../objects/service.ts';
import { sameContent } from '../template/canonical.ts';
import { portableSpec, withAddresses } from './portable-spec.ts';

/**
 * A copy of the target Service, as it is created.
 *
 * @source flagger pkg/canary/service_controller.go buildService
 * @differs no address and no node port is copied, which API servers refuse: `core-service.test.ts` "copies no address"
 */
export function renderServiceCopy(canary: Canary, source: Service, name: string): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...keyIn(canary, name),
      labels: source.metadata.labels ?? {},
      annotations: withoutKeys(source.metadata.annotations, LAST_APPLIED),
      ownerReferences: [canaryOwner(canary)],
    },
    spec: portableSpec(source.spec, canary),
  };
}

/**
 * The live copy as it should be; the very same object where nothing is to be written. Annotations of others stay.
 *
 * @source flagger pkg/canary/service_controller.go reconcileCanaryService
 * @differs Flagger writes it at every tick: `core-service.test.ts` "without a write while nothing changes"
 */
export function mergeServiceCopy(live: Service, desired: Service): Service {
  const { labels = {}, annotations, ownerReferences = [] } = desired.metadata;
  const next: Service = {
    ...live,
    metadata: { ...live.metadata, labels, annotations: { ...live.metadata.annotations, ...annotations }, ownerReferences },
    spec: withAddresses(desired.spec, live.spec),
  };
  return sameService(live, next) ? live : next;
}

/**
 * The primary with the target's specification, and with no label or annotation but included ones.
 *
 * @source flagger pkg/canary/service_controller.go Promote
 * @differs the canary stays the owner: `core-service.test.ts` "stays owned"
 */
export function promoteServiceCopy(canary: Canary, source: Service, live: Service, includeLabelPrefixes: readonly string[]): Service {
  const next: Service = {
    ...live,
    metadata: {
      ...live.metadata,
      labels: includedByPrefix(source.metadata.labels, includeLabelPrefixes),
      annotations: includedByPrefix(source.metadata.annotations, includeLabelPrefixes),
      ownerReferences: [canaryOwner(canary)],
    },
    spec: withAddresses(portableSpec(source.spec, canary), live.spec),
  };
  return sameService(live, next) ? live : next;
}

function sameService(live: Service, next: Service): boolean {
  return sameContent([live.metadata, live.spec], [next.metadata, next.spec]);
}
