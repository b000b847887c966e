import { ALL_TO_PRIMARY, CanaryError, getExisting, updateChanged } from '@flagger/sdk';
import type { Canary, ObjectKey, ObjectStore, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { adoptRules } from './adopt-rules.ts';
import { adoptedRefs } from './adopted-refs.ts';
import type { AdoptedRef } from './adopted-refs.ts';
import { checkAcceptance } from './check-acceptance.ts';
import type { HttpRoute, RouteRule } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { giveBackRules } from './give-back.ts';
import { withoutLostPercent } from './lost-percent.ts';
import { adoptedTraffic, leastTraffic } from './read-adopted.ts';

/** A route of the user as it stands. */
interface LiveRoute {
  readonly ref: AdoptedRef;
  readonly live: HttpRoute;
}

/** Splits requests by routes of the user, all alike: only what leads to the apex Service is changed, so that several canaries can share a route. */
export class AdoptedRoutes implements Router {
  readonly #store: ObjectStore;
  readonly #version: GatewayApiVersion;

  constructor(store: ObjectStore, version: GatewayApiVersion) {
    this.#store = store;
    this.#version = version;
  }

  async reconcile({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const routes = await this.#read(canary, signal);
    const said = routes.map(({ ref, live }) => adoptedTraffic(live, { canary, ref }) ?? ALL_TO_PRIMARY);
    const sayable = routes.reduce((each, { live }) => withoutLostPercent(each, live), canary);
    await this.#split(routes, sayable, leastTraffic(said) ?? ALL_TO_PRIMARY, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    const routes = await this.#read(canary, signal);
    return leastTraffic(routes.map(route => this.#acceptedTraffic(route, canary))) ?? ALL_TO_PRIMARY;
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    await this.#split(await this.#read(canary, signal), canary, traffic, signal);
  }

  /** The apex Service stands again where it stood; a route that is gone is no error. */
  async finalize({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    for (const ref of adoptedRefs(canary).filter(({ kind }) => kind === this.#version.routes.kind)) {
      const live = await this.#store.get(this.#version.routes, keyOf(canary, ref), signal);
      if (live?.spec?.rules !== undefined) await this.#write(live, giveBackRules(live.spec.rules, canary), signal);
    }
  }

  /** Nothing is written before each route is known to take the split. */
  async #split(routes: readonly LiveRoute[], canary: Canary, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const changes = routes.map(({ ref, live }) => ({ live, rules: adoptRules(live.spec?.rules ?? [], { canary, ref, traffic, version: this.#version }) }));
    for (const { live, rules } of changes) await this.#write(live, rules, signal);
  }

  async #write(live: HttpRoute, rules: readonly RouteRule[], signal: AbortSignal): Promise<void> {
    await updateChanged(this.#store, this.#version.routes, { live, next: { ...live, spec: { ...live.spec, rules } } }, signal);
  }

  #acceptedTraffic({ ref, live }: LiveRoute, canary: Canary): Traffic {
    const { acceptance, routes: { kind } } = this.#version;
    if (acceptance) checkAcceptance(live, kind);
    const traffic = adoptedTraffic(live, { canary, ref });
    if (traffic !== undefined) return traffic;
    throw new CanaryError('Invalid', 'later', `${kind} ${live.metadata.name}.${live.metadata.namespace ?? ''} has no rule with a weight for a Service of the canary`);
  }

  /** @throws CanaryError Invalid, where the provider knows no such routes; NotFound */
  async #read(canary: Canary, signal: AbortSignal): Promise<readonly LiveRoute[]> {
    const { routes, names } = this.#version;
    const found: LiveRoute[] = [];
    for (const ref of adoptedRefs(canary)) {
      if (ref.kind !== routes.kind) {
        throw new CanaryError('Invalid', 'never', `${ref.field}.kind is ${ref.kind}; allowed with provider ${names.join(', ')} is ${routes.kind}; gatewayapi:v1:grpc takes GRPCRoutes, gatewayapi:v1 HTTPRoutes`);
      }
      found.push({ ref, live: await getExisting(this.#store, routes, keyOf(canary, ref), signal) });
    }
    return found;
  }
}

function keyOf({ metadata: { namespace = '' } }: Canary, { name }: AdoptedRef): ObjectKey {
  return { namespace, name };
}
