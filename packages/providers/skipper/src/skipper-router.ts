import { getExisting, INGRESSES, ingressKeys, updateChanged, upsert } from '@flagger/sdk';
import type { Canary, Ingress, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { mergeLive } from './merge-live.ts';
import { renderCanaryIngress } from './render-canary-ingress.ts';
import { readTraffic, splitAnnotations } from './split-annotations.ts';

/**
 * Splits requests by a second Ingress that Skipper prefers to the first one, of which it is made.
 *
 * @source flagger pkg/router/skipper.go
 * @differs `reconcile` keeps the live split when it mends other fields; Flagger falls back to 100/0 in the middle of a run. Test: skipper router "keeps the live split"
 */
export class SkipperRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store' | 'ownerReferences'>;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>) {
    this.#env = env;
  }

  async reconcile({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const { store } = this.#env;
    const source = await getExisting(store, INGRESSES, ingressKeys(canary).source, signal);
    const desired = renderCanaryIngress(canary, source, this.#env);
    await upsert<Ingress>(store, INGRESSES, desired, live => mergeLive(live, desired, canary), signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    const { metadata } = await this.#live(canary, signal);
    return readTraffic(metadata, canary);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    const annotations = splitAnnotations(live.metadata.annotations ?? {}, canary, { traffic, standing: traffic.canary > 0 ? 'taken' : 'never taken' });
    await updateChanged(this.#env.store, INGRESSES, { live, next: { ...live, metadata: { ...live.metadata, annotations } } }, signal);
  }

  /**
   * Removes the generated Ingress; the user's never changed.
   *
   * @differs One that is gone already, or was never made, holds no canary back; Flagger never lets such a canary go. Test: skipper router "lets a canary go"
   */
  async finalize({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    if (!canary.spec.ingressRef?.name) return;
    const { generated } = ingressKeys(canary);
    const live = await this.#env.store.get(INGRESSES, generated, signal);
    if (live !== undefined) await this.#env.store.remove(INGRESSES, generated, signal);
  }

  async #live(canary: Canary, signal: AbortSignal): Promise<Ingress> {
    return getExisting(this.#env.store, INGRESSES, ingressKeys(canary).generated, signal);
  }
}
