import { canaryOwner, serviceNames } from '@flagger/sdk';
import type { Canary, Role } from '@flagger/sdk';
import { DESTINATION_RULES } from './istio-types.ts';
import type { DestinationRule } from './istio-types.ts';

/** The DestinationRule of a role, with the service's traffic policy as written. Pure. */
export function renderDestinationRule(canary: Canary, role: Role, ownerReferences: boolean): DestinationRule {
  const name = serviceNames(canary)[role];
  const trafficPolicy = canary.spec.service?.trafficPolicy;
  return {
    apiVersion: DESTINATION_RULES.apiVersion,
    kind: DESTINATION_RULES.kind,
    metadata: {
      name,
      ...(canary.metadata.namespace && { namespace: canary.metadata.namespace }),
      ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: { host: name, ...(trafficPolicy && { trafficPolicy }) },
  };
}
