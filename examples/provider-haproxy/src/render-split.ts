import { apexRouteMeta, serviceNames } from '@flagger/sdk';
import type { RouteSubject, Traffic } from '@flagger/sdk';
import { HAPROXY_SPLITS, SERVERS } from './haproxy-split.ts';
import type { HaproxySplit } from './haproxy-split.ts';

/** The split that sends requests as `traffic` says. Its backend is called `NAMESPACE_SERVICE`. */
export function renderSplit(subject: RouteSubject, traffic: Traffic, owned: { readonly ownerReferences: boolean }): HaproxySplit {
  const { canary } = subject;
  const { apex, primary, canary: canaryService } = serviceNames(canary);
  return {
    apiVersion: HAPROXY_SPLITS.apiVersion,
    kind: HAPROXY_SPLITS.kind,
    metadata: apexRouteMeta(subject, owned),
    spec: {
      backend: `${canary.metadata.namespace}_${apex}`,
      servers: [
        { name: SERVERS.primary, service: primary, weight: traffic.primary },
        { name: SERVERS.canary, service: canaryService, weight: traffic.canary },
      ],
    },
  };
}
