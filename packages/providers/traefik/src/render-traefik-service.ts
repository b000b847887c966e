import { apexRouteMeta, serviceNames } from '@flagger/sdk';
import type { Canary, ProviderEnv, Role, RouteSubject, Traffic } from '@flagger/sdk';
import { TRAEFIK_SERVICES } from './traefik-types.ts';
import type { TraefikService, WeightedService } from './traefik-types.ts';

/** The TraefikService of a canary at a split. Pure. @source flagger pkg/router/traefik.go */
export function renderTraefikService(subject: RouteSubject, traffic: Traffic, settings: Pick<ProviderEnv, 'ownerReferences'>): Required<TraefikService> {
  return {
    apiVersion: TRAEFIK_SERVICES.apiVersion,
    kind: TRAEFIK_SERVICES.kind,
    metadata: apexRouteMeta(subject, settings),
    spec: { weighted: { services: renderServices(subject.canary, traffic) } },
  };
}

/**
 * The Services of a split; the canary's is there only while it gets something.
 *
 * @differs A primary that gets nothing has the weight 0. Flagger leaves that out, which Traefik takes for 1: a hundredth of the users stays behind. Test: traefik render "says that the primary gets nothing"
 */
export function renderServices(canary: Canary, traffic: Traffic): readonly WeightedService[] {
  const serviceOf = (role: Role): WeightedService => ({
    name: serviceNames(canary)[role], namespace: canary.metadata.namespace ?? '', port: canary.spec.service?.port ?? 0, weight: traffic[role],
  });
  return traffic.canary > 0 ? [serviceOf('primary'), serviceOf('canary')] : [serviceOf('primary')];
}
