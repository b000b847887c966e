import { isDeepStrictEqual } from 'node:util';
import { ALL_TO_PRIMARY, getExisting, updateChanged, upsert } from '@flagger/sdk';
import type { Canary, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { APISIX_ROUTES } from './apisix-types.ts';
import type { ApisixRoute } from './apisix-types.ts';
import { renderApisixRoute } from './render-apisix-route.ts';
import { routeKeys } from './route-keys.ts';
import { liveTraffic, readTraffic, withTraffic } from './route-traffic.ts';

/**
 * Splits requests by an ApisixRoute that wins over the user's own, of which it is made.
 *
 * @source flagger pkg/router/apisix.go
 * @differs `reconcile` keeps the live split when it mends other fields; Flagger falls back to 100/0 in the middle of a run. Test: apisix router "keeps the live split"
 */
export class ApisixRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store' | 'ownerReferences'>;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>) {
    this.#env = env;
  }

  /** Labels and annotations are those that the user's route had when the other was made. */
  async reconcile({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const { store } = this.#env;
    const source = await getExisting(store, APISIX_ROUTES, routeKeys(canary).source, signal);
    const desired = (traffic: Traffic): Required<ApisixRoute> => renderApisixRoute(canary, { source, traffic }, this.#env);
    const merge = (live: ApisixRoute): ApisixRoute => {
      const { spec } = desired(liveTraffic(live, canary) ?? ALL_TO_PRIMARY);
      return isDeepStrictEqual(live.spec, spec) ? live : { ...live, spec };
    };
    await upsert(store, APISIX_ROUTES, desired(ALL_TO_PRIMARY), merge, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal), canary);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    await updateChanged(this.#env.store, APISIX_ROUTES, { live, next: withTraffic(live, canary, traffic) }, signal);
  }

  /** The canary owns the generated route, so that it goes with it; the user's never changed. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  async #live(canary: Canary, signal: AbortSignal): Promise<ApisixRoute> {
    return getExisting(this.#env.store, APISIX_ROUTES, routeKeys(canary).generated, signal);
  }
}
