import { ALL_TO_PRIMARY, CanaryError, getExisting, updateChanged, upsert } from '@flagger/sdk';
import type { Canary, ObjectKey, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import type { RoutesObject } from './appmesh-types.ts';
import type { AppMeshVersion } from './appmesh-version.ts';
import { mergeLive } from './merge-live.ts';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { splitAction } from './render-routes.ts';

/**
 * Splits requests between VirtualNodes by the first route of the apex.
 *
 * @source flagger pkg/router/appmesh.go, appmesh_v1beta2.go
 * @differs VirtualServices of v1beta2 are mended, and made again where one is missing; Flagger makes them once, together with
 * their router. VirtualNodes of v1beta1 are written when they differ; Flagger writes them at every check. Test: appmesh router "mends"
 */
export class AppMeshRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store' | 'ownerReferences'>;
  readonly #version: AppMeshVersion;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>, version: AppMeshVersion) {
    this.#env = env;
    this.#version = version;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const { store, ownerReferences } = this.#env;
    const { canary } = subject;
    const live = await store.get(this.#version.routesType, this.#key(canary), signal);
    const traffic = (live && liveTraffic(live, canary)) ?? ALL_TO_PRIMARY;
    for (const desired of this.#version.render(subject, traffic, ownerReferences)) {
      await upsert(store, desired.type, desired.object, found => mergeLive(found, desired), signal);
    }
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal), canary);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    const { dialect, routesType } = this.#version;
    const [first, ...others] = live.spec?.routes ?? [];
    const http = first?.[dialect.field];
    if (first === undefined || http === undefined) throw new CanaryError('Invalid', 'later', `${live.kind} ${live.metadata.name}.${live.metadata.namespace ?? ''} has no HTTP route to change`);
    const routes = [{ ...first, [dialect.field]: { ...http, action: splitAction(canary, traffic, dialect) } }, ...others];
    await updateChanged(this.#env.store, routesType, { live, next: { ...live, spec: { ...live.spec, routes } } }, signal);
  }

  /** Nothing: all objects go with their canary. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  #live(canary: Canary, signal: AbortSignal): Promise<RoutesObject> {
    return getExisting(this.#env.store, this.#version.routesType, this.#key(canary), signal);
  }

  #key(canary: Canary): ObjectKey {
    return { namespace: canary.metadata.namespace ?? '', name: this.#version.routesName(canary) };
  }
}
