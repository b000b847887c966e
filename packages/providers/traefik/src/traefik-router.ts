import { ALL_TO_PRIMARY, getExisting, serviceNames, updateChanged, upsert, withDesired } from '@flagger/sdk';
import type { Canary, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderServices, renderTraefikService } from './render-traefik-service.ts';
import { TRAEFIK_SERVICES } from './traefik-types.ts';
import type { TraefikService } from './traefik-types.ts';

/**
 * Splits requests by a TraefikService that the user's IngressRoute names.
 *
 * @source flagger pkg/router/traefik.go
 * @differs `reconcile` keeps the live split when it mends other fields; Flagger gives both halves the same weight in the middle of a run. Test: traefik router "keeps the live split"
 */
export class TraefikRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store' | 'ownerReferences'>;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>) {
    this.#env = env;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const desired = (traffic: Traffic): TraefikService => renderTraefikService(subject, traffic, this.#env);
    const merge = (live: TraefikService): TraefikService => withDesired(live, desired(liveTraffic(live, subject.canary) ?? ALL_TO_PRIMARY));
    await upsert(this.#env.store, TRAEFIK_SERVICES, desired(ALL_TO_PRIMARY), merge, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal), canary);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    const weighted = { ...live.spec?.weighted, services: renderServices(canary, traffic) };
    await updateChanged(this.#env.store, TRAEFIK_SERVICES, { live, next: { ...live, spec: { ...live.spec, weighted } } }, signal);
  }

  /** The canary owns its TraefikService, so that it goes with it. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  #live(canary: Canary, signal: AbortSignal): Promise<TraefikService> {
    const { namespace = '' } = canary.metadata;
    return getExisting(this.#env.store, TRAEFIK_SERVICES, { namespace, name: serviceNames(canary).apex }, signal);
  }
}
