import { isDeepStrictEqual } from 'node:util';
import { ALL_TO_PRIMARY, CanaryError, getExisting } from '@flagger/sdk';
import type { Canary, MergePatch, ObjectKey, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { KNATIVE_SERVICES, PRIMARY_REVISION } from './knative-types.ts';
import type { KnativeService } from './knative-types.ts';
import { primaryRevision, readTraffic } from './read-traffic.ts';
import { ALL_TO_LATEST, renderTraffic } from './render-traffic.ts';

/**
 * Splits requests between two revisions of the user's own Knative Service.
 *
 * @source flagger pkg/router/knative.go
 */
export class KnativeRouter implements Router {
  readonly #store: ProviderEnv['store'];

  constructor({ store }: Pick<ProviderEnv, 'store'>) {
    this.#store = store;
  }

  /**
   * Names the primary revision where nobody has: the newest, with all requests.
   *
   * @differs With its traffic; Flagger names it alone, and leaves users with the newest revision, whichever that will be. Test:
   * knative router "names the newest revision"
   */
  async reconcile({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    if (live.metadata.annotations?.[PRIMARY_REVISION]) return;
    const latest = live.status?.latestCreatedRevisionName;
    if (!latest) throw new CanaryError('NotFound', 'later', `Knative Service ${live.metadata.name}.${live.metadata.namespace ?? ''} has no status.latestCreatedRevisionName yet`);
    await this.#patch(canary, { metadata: { annotations: { [PRIMARY_REVISION]: latest } }, spec: { traffic: renderTraffic(latest, ALL_TO_PRIMARY) } }, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal));
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    const targets = renderTraffic(primaryRevision(live), traffic);
    if (!isDeepStrictEqual(live.spec?.traffic, targets)) await this.#patch(canary, { spec: { traffic: targets } }, signal);
  }

  /**
   * Gives the Service back: all requests go to its newest revision, as Knative does by itself.
   *
   * @differs Flagger takes its annotation away and crashes; the traffic stays bound to a revision. Test: knative router "gives the Service back"
   */
  async finalize({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.#store.get(KNATIVE_SERVICES, keyOf(canary), signal);
    if (live?.metadata.annotations?.[PRIMARY_REVISION] === undefined) return;
    await this.#patch(canary, { metadata: { annotations: { [PRIMARY_REVISION]: null } }, spec: { traffic: ALL_TO_LATEST } }, signal);
  }

  #live(canary: Canary, signal: AbortSignal): Promise<KnativeService> {
    return getExisting(this.#store, KNATIVE_SERVICES, keyOf(canary), signal);
  }

  /** Never the whole object: Knative writes its status all the time. */
  async #patch(canary: Canary, patch: MergePatch, signal: AbortSignal): Promise<void> {
    await this.#store.patch(KNATIVE_SERVICES, keyOf(canary), patch, signal);
  }
}

function keyOf({ metadata, spec }: Canary): ObjectKey {
  return { namespace: metadata.namespace ?? '', name: spec.targetRef.name };
}
