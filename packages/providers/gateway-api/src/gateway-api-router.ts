import type { ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { AdoptedRoute } from './adopted-route.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { GeneratedRoute } from './generated-route.ts';
import { adoptedRef } from './own-refs.ts';

/** Splits requests by the route that `spec.routeRef` names, or by one that it makes. */
export class GatewayApiRouter implements Router {
  readonly #generated: GeneratedRoute;
  readonly #adopted: AdoptedRoute;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>, version: GatewayApiVersion) {
    this.#generated = new GeneratedRoute(env, version);
    this.#adopted = new AdoptedRoute(env.store, version);
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
    return adoptedRef(canary) === undefined ? this.#generated : this.#adopted;
  }
}
