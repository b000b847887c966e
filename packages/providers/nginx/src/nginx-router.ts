import { isDeepStrictEqual } from 'node:util';
import { getExisting, INGRESSES, ingressKeys, updateChanged, upsert } from '@flagger/sdk';
import type { Canary, Ingress, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { renderCanaryIngress } from './render-canary-ingress.ts';
import type { NginxSettings } from './render-canary-ingress.ts';
import { readTraffic, splitAnnotations } from './split-annotations.ts';

/** Splits requests by a second Ingress, whose annotations tell NGINX what of the first one's requests it gets. @source flagger pkg/router/ingress.go */
export class NginxRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store'> & NginxSettings;

  constructor(env: Pick<ProviderEnv, 'store'> & NginxSettings) {
    this.#env = env;
  }

  /** Labels and annotations are those that the user's Ingress had when the other was made. */
  async reconcile({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const { store } = this.#env;
    const source = await getExisting(store, INGRESSES, ingressKeys(canary).source, signal);
    const desired = renderCanaryIngress(canary, source, this.#env);
    await upsert<Ingress>(store, INGRESSES, desired, live => (isDeepStrictEqual(live.spec, desired.spec) ? live : { ...live, spec: desired.spec }), signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    const { metadata } = await this.#live(canary, signal);
    return readTraffic(metadata, canary, this.#env.ingressAnnotationsPrefix);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    const annotations = splitAnnotations(live.metadata.annotations ?? {}, canary, { traffic, prefix: this.#env.ingressAnnotationsPrefix });
    await updateChanged(this.#env.store, INGRESSES, { live, next: { ...live, metadata: { ...live.metadata, annotations } } }, signal);
  }

  /** The canary owns the generated Ingress, so that it goes with it; the user's never changed. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  async #live(canary: Canary, signal: AbortSignal): Promise<Ingress> {
    return getExisting(this.#env.store, INGRESSES, ingressKeys(canary).generated, signal);
  }
}
