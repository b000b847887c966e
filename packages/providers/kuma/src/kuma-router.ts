import { isDeepStrictEqual } from 'node:util';
import { ALL_TO_PRIMARY, getExisting, serviceNames, updateChanged, upsert, withDesired } from '@flagger/sdk';
import type { Canary, ObjectKey, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { TRAFFIC_ROUTES } from './kuma-types.ts';
import type { TrafficRoute } from './kuma-types.ts';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderSplit, renderTrafficRoute } from './render-traffic-route.ts';

/**
 * Splits requests by a TrafficRoute.
 *
 * @source flagger pkg/router/kuma.go
 * @differs `reconcile` keeps the live split when it mends other fields; Flagger falls back to 100/0 in the middle of a run. Test: kuma router "keeps the live split"
 */
export class KumaRouter implements Router {
  readonly #store: ProviderEnv['store'];

  constructor({ store }: Pick<ProviderEnv, 'store'>) {
    this.#store = store;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const desired = (traffic: Traffic): TrafficRoute => renderTrafficRoute(subject, traffic);
    const merge = (live: TrafficRoute): TrafficRoute => withDesired(live, desired(liveTraffic(live, subject.canary) ?? ALL_TO_PRIMARY));
    await upsert(this.#store, TRAFFIC_ROUTES, desired(ALL_TO_PRIMARY), merge, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await getExisting(this.#store, TRAFFIC_ROUTES, keyOf(canary), signal), canary);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await getExisting(this.#store, TRAFFIC_ROUTES, keyOf(canary), signal);
    const conf = { split: renderSplit(canary, traffic) };
    await updateChanged(this.#store, TRAFFIC_ROUTES, { live, next: { ...live, spec: { ...live.spec, conf } } }, signal);
  }

  /**
   * Removes the TrafficRoute, unless it has come to be about another canary's Service.
   *
   * @differs Flagger leaves it behind: nobody owns it, and it goes on sending users to a primary that is gone. Test: kuma router "takes its route away"
   */
  async finalize(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.#store.get(TRAFFIC_ROUTES, keyOf(subject.canary), signal);
    const { destinations } = renderTrafficRoute(subject, ALL_TO_PRIMARY).spec;
    if (live !== undefined && isDeepStrictEqual(live.spec?.destinations, destinations)) await this.#store.remove(TRAFFIC_ROUTES, keyOf(subject.canary), signal);
  }
}

function keyOf(canary: Canary): ObjectKey {
  return { name: serviceNames(canary).apex };
}
