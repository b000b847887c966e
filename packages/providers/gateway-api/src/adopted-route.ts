import { ALL_TO_PRIMARY, CanaryError, getExisting, updateChanged } from '@flagger/sdk';
import type { Canary, ObjectKey, ObjectStore, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { adoptRules } from './adopt-rules.ts';
import { checkAcceptance } from './check-acceptance.ts';
import type { HttpRoute, RouteRule } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { giveBackRules } from './give-back.ts';
import { adoptedRef } from './own-refs.ts';
import { adoptedTraffic } from './read-adopted.ts';

/** Splits requests by a route of the user: only what leads to the apex Service is changed, so that several canaries can share a route. */
export class AdoptedRoute implements Router {
  readonly #store: ObjectStore;
  readonly #version: GatewayApiVersion;

  constructor(store: ObjectStore, version: GatewayApiVersion) {
    this.#store = store;
    this.#version = version;
  }

  async reconcile({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    await this.#split(live, canary, adoptedTraffic(live, canary) ?? ALL_TO_PRIMARY, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    const live = await this.#live(canary, signal);
    const { acceptance, routes: { kind } } = this.#version;
    if (acceptance) checkAcceptance(live, kind);
    const traffic = adoptedTraffic(live, canary);
    if (traffic !== undefined) return traffic;
    throw new CanaryError('Invalid', 'later', `${kind} ${live.metadata.name}.${live.metadata.namespace ?? ''} has no rule with a weight for a Service of the canary`);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    await this.#split(await this.#live(canary, signal), canary, traffic, signal);
  }

  /** The apex Service stands again where it stood; a route that is gone is no error. */
  async finalize({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    if (adoptedRef(canary)?.kind !== this.#version.routes.kind) return;
    const live = await this.#store.get(this.#version.routes, this.#keyOf(canary), signal);
    if (live?.spec?.rules !== undefined) await this.#write(live, giveBackRules(live.spec.rules, canary), signal);
  }

  async #split(live: HttpRoute, canary: Canary, traffic: Traffic, signal: AbortSignal): Promise<void> {
    await this.#write(live, adoptRules(live.spec?.rules ?? [], { canary, traffic, version: this.#version }), signal);
  }

  async #write(live: HttpRoute, rules: readonly RouteRule[], signal: AbortSignal): Promise<void> {
    await updateChanged(this.#store, this.#version.routes, { live, next: { ...live, spec: { ...live.spec, rules } } }, signal);
  }

  /** @throws CanaryError Invalid, where the provider knows no such routes; NotFound */
  async #live(canary: Canary, signal: AbortSignal): Promise<HttpRoute> {
    const { routes, names } = this.#version;
    const kind = adoptedRef(canary)?.kind;
    if (kind !== routes.kind) {
      throw new CanaryError('Invalid', 'never', `spec.routeRef.kind is ${kind ?? ''}; allowed with provider ${names.join(', ')} is ${routes.kind}; gatewayapi:v1:grpc takes GRPCRoutes, gatewayapi:v1 HTTPRoutes`);
    }
    return getExisting(this.#store, routes, this.#keyOf(canary), signal);
  }

  #keyOf(canary: Canary): ObjectKey {
    return { namespace: canary.metadata.namespace ?? '', name: adoptedRef(canary)?.name ?? '' };
  }
}
