import { ALL_TO_PRIMARY, getExisting, serviceNames, updateChanged, upsert, withDesired } from '@flagger/sdk';
import type { Canary, ObjectKey, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { MY_MESH_ROUTES } from './my-mesh-route.ts';
import type { MyMeshRoute } from './my-mesh-route.ts';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderBackends, renderRoute } from './render-route.ts';

/** Keeps one MyMeshRoute for each canary. It holds no state: all it knows is in the live object. */
export class MyMeshRouter implements Router {
  readonly #env: ProviderEnv;

  constructor(env: ProviderEnv) {
    this.#env = env;
  }

  // #region reconcile
  /** Creates or mends the route. A new one sends all traffic to the primary; the split of a live one is kept. */
  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const { store, ownerReferences } = this.#env;
    const desired = (traffic: Traffic): MyMeshRoute => renderRoute(subject, traffic, ownerReferences);
    const merge = (live: MyMeshRoute): MyMeshRoute => withDesired(live, desired(liveTraffic(live, subject.canary) ?? ALL_TO_PRIMARY));
    await upsert(store, MY_MESH_ROUTES, desired(ALL_TO_PRIMARY), merge, signal);
  }
  // #endregion

  // #region traffic
  /** The split that stands in the live route. */
  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await getExisting(this.#env.store, MY_MESH_ROUTES, keyOf(canary), signal), canary);
  }

  /** Makes the live route say `traffic`, and changes nothing else of it. */
  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await getExisting(this.#env.store, MY_MESH_ROUTES, keyOf(canary), signal);
    const next = { ...live, spec: { ...live.spec, backends: renderBackends(canary, traffic) } };
    await updateChanged(this.#env.store, MY_MESH_ROUTES, { live, next }, signal);
  }
  // #endregion

  // #region finalize
  /** Nothing to give back: the canary owns the route, and Kubernetes takes it away with the canary. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }
  // #endregion
}

function keyOf(canary: Canary): ObjectKey {
  return { namespace: canary.metadata.namespace ?? '', name: serviceNames(canary).apex };
}
