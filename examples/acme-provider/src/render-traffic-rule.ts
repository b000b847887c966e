import { canaryOwner, routeMetadata, serviceNames } from '@flagger/sdk';
import type { RouteSubject, Traffic } from '@flagger/sdk';
import type { TrafficRule } from './traffic-rule.ts';

/** The rule that sends requests as `traffic` says. Pure: the same subject gives the same object. */
export function renderTrafficRule(subject: RouteSubject, traffic: Traffic, ownerReferences: boolean): TrafficRule & Required<Pick<TrafficRule, 'spec'>> {
  const { canary } = subject;
  const { apex, primary, canary: canaryService } = serviceNames(canary);
  return {
    apiVersion: 'mesh.acme.example/v1',
    kind: 'TrafficRule',
    metadata: {
      name: apex,
      ...(canary.metadata.namespace !== undefined && { namespace: canary.metadata.namespace }),
      ...routeMetadata(subject),
      ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: {
      host: apex,
      backends: [
        { service: primary, weight: traffic.primary },
        { service: canaryService, weight: traffic.canary },
      ],
    },
  };
}
