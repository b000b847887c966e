import { ALL_TO_PRIMARY, getExisting, serviceNames, updateChanged, upsert, withDesired } from '@flagger/sdk';
import type { Canary, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { HTTP_PROXIES } from './contour-types.ts';
import type { HttpProxy } from './contour-types.ts';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderHttpProxy } from './render-http-proxy.ts';
import type { ContourSettings } from './render-http-proxy.ts';

/**
 * Splits requests by an HTTPProxy that the user's own includes.
 *
 * @source flagger pkg/router/contour.go
 * @differs `reconcile` keeps the live split when it mends other fields; Flagger falls back to 100/0 in the middle of a run. Test: contour router "keeps the live split"
 */
export class ContourRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store'> & ContourSettings;

  constructor(env: Pick<ProviderEnv, 'store'> & ContourSettings) {
    this.#env = env;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const desired = (traffic: Traffic): HttpProxy => renderHttpProxy(subject, traffic, this.#env);
    const merge = (live: HttpProxy): HttpProxy => withDesired(live, desired(liveTraffic(live, subject.canary) ?? ALL_TO_PRIMARY));
    await upsert(this.#env.store, HTTP_PROXIES, desired(ALL_TO_PRIMARY), merge, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal), canary);
  }

  async setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(subject.canary, signal);
    const { spec } = renderHttpProxy(subject, traffic, this.#env);
    await updateChanged(this.#env.store, HTTP_PROXIES, { live, next: { ...live, spec } }, signal);
  }

  /** The canary owns its HTTPProxy, so that it goes with it. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  #live(canary: Canary, signal: AbortSignal): Promise<HttpProxy> {
    const { namespace = '' } = canary.metadata;
    return getExisting(this.#env.store, HTTP_PROXIES, { namespace, name: serviceNames(canary).apex }, signal);
  }
}
