import { ALL_TO_PRIMARY, CanaryError, getExisting, serviceNames, updateChanged, upsert, withDesired } from '@flagger/sdk';
import type { Canary, ObjectKey, ProviderEnv, Role, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { ROUTE_TABLES, SERVICES, UPSTREAMS } from './gloo-types.ts';
import type { RouteTable, Upstream } from './gloo-types.ts';
import { mergeUpstream } from './merge-upstream.ts';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderRouteTable } from './render-route-table.ts';
import { renderUpstream } from './render-upstream.ts';

/**
 * Splits requests by a RouteTable between two Upstreams.
 *
 * @source flagger pkg/router/gloo.go
 * @differs `reconcile` keeps the live split when it refreshes other fields; Flagger falls back to 100/0 in the middle of a run.
 * Test: gloo router "keeps live weights"
 */
export class GlooRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store' | 'ownerReferences'>;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>) {
    this.#env = env;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const { store, ownerReferences } = this.#env;
    const { canary } = subject;
    const table = await store.get(ROUTE_TABLES, keyOf(canary), signal);
    const desired = renderRouteTable(subject, (table && liveTraffic(table, canary)) ?? ALL_TO_PRIMARY, ownerReferences);
    const config = await this.#config(canary, signal);
    for (const role of ['primary', 'canary'] as const) await this.#reconcileUpstream(canary, { role, config }, signal);
    await upsert(store, ROUTE_TABLES, desired, live => withDesired<RouteTable>(live, desired), signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal), canary);
  }

  async setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const { canary } = subject;
    if (traffic.primary === 0 && traffic.canary === 0) throw new CanaryError('Invalid', 'never', `RouteTable ${serviceNames(canary).apex}.${canary.metadata.namespace ?? ''} update failed: no valid weights`);
    const live = await this.#live(canary, signal);
    const { spec } = renderRouteTable(subject, traffic, this.#env.ownerReferences);
    await updateChanged(this.#env.store, ROUTE_TABLES, { live, next: { ...live, spec } }, signal);
  }

  /** Nothing: all objects go with their canary. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  /** @differs Without a namespace it is the canary's; Flagger finds no such Upstream. Test: gloo router "without a namespace" */
  async #config({ spec: { upstreamRef }, metadata }: Canary, signal: AbortSignal): Promise<Upstream | undefined> {
    if (upstreamRef === undefined) return undefined;
    return getExisting(this.#env.store, UPSTREAMS, { namespace: upstreamRef.namespace || (metadata.namespace ?? ''), name: upstreamRef.name }, signal);
  }

  async #reconcileUpstream(canary: Canary, { role, config }: { readonly role: Role; readonly config: Upstream | undefined }, signal: AbortSignal): Promise<void> {
    const { store, ownerReferences } = this.#env;
    const key = { namespace: canary.metadata.namespace ?? '', name: serviceNames(canary)[role] };
    const service = await getExisting(store, SERVICES, key, signal);
    const desired = renderUpstream(canary, { role, selector: service.spec?.selector ?? {}, config, ownerReferences });
    await upsert(store, UPSTREAMS, desired, live => mergeUpstream(live, desired, { copies: config !== undefined }), signal);
  }

  #live(canary: Canary, signal: AbortSignal): Promise<RouteTable> {
    return getExisting(this.#env.store, ROUTE_TABLES, keyOf(canary), signal);
  }
}

function keyOf(canary: Canary): ObjectKey {
  return { namespace: canary.metadata.namespace ?? '', name: serviceNames(canary).apex };
}
