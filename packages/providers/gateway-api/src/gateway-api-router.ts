import type { ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { adoptedRefs } from './adopted-refs.ts';
import { AdoptedRoutes } from './adopted-routes.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { GeneratedRoute } from './generated-route.ts';

/** Splits requests by the routes that `spec.routeRef` and `spec.routeRefs` name, or by one that it makes. */
export class GatewayApiRouter implements Router {
  readonly #generated: GeneratedRoute;
  readonly #adopted: AdoptedRoutes;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>, version: GatewayApiVersion) {
    this.#generated = new GeneratedRoute(env, version);
    this.#adopted = new AdoptedRoutes(env.store, version);
  }

  reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    return this.#of(subject).reconcile(subject, signal);
  }

  getTraffic(subject: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return this.#of(subject).getTraffic(subject, signal);
  }

  setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    return this.#of(subject).setTraffic(subject, traffic, signal);
  }

  finalize(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    return this.#of(subject).finalize(subject, signal);
  }

  #of({ canary }: RouteSubject): Router {
    return adoptedRefs(canary).length === 0 ? this.#generated : this.#adopted;
  }
}
