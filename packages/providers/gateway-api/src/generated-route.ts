import { ALL_TO_PRIMARY, getExisting, serviceNames, updateChanged, upsert, withDesired } from '@flagger/sdk';
import type { Canary, ObjectKey, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { checkAcceptance } from './check-acceptance.ts';
import type { HttpRoute } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { withoutLostPercent } from './lost-percent.ts';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderHttpRoute } from './render-http-route.ts';

/**
 * Splits requests by a route with the apex Service's name.
 *
 * @source flagger pkg/router/gateway_api.go, gateway_api_v1beta1.go
 * @differs `reconcile` keeps the live split when it refreshes other fields; Flagger falls back to 100/0 in the middle of a run.
 * Test: gateway-api router "keeps live weights"
 * @differs A route whose weights are all 0 is mended; Flagger steps on from there, so that the canary gets everything: `router.test.ts` "no weight at all becomes all to the primary"
 */
export class GeneratedRoute implements Router {
  readonly #env: Pick<ProviderEnv, 'store' | 'ownerReferences'>;
  readonly #version: GatewayApiVersion;

  constructor(env: Pick<ProviderEnv, 'store' | 'ownerReferences'>, version: GatewayApiVersion) {
    this.#env = env;
    this.#version = version;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const { canary } = subject;
    const merge = (live: HttpRoute): HttpRoute =>
      withAnnotations(live, this.#render({ ...subject, canary: withoutLostPercent(canary, live) }, liveTraffic(live, canary) ?? ALL_TO_PRIMARY));
    await upsert(this.#env.store, this.#version.routes, this.#render(subject, ALL_TO_PRIMARY), merge, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    const live = await this.#live(canary, signal);
    if (this.#version.acceptance) checkAcceptance(live, this.#version.routes.kind);
    return readTraffic(live, canary, this.#version.routes.kind);
  }

  async setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(subject.canary, signal);
    const { spec } = this.#render(subject, traffic);
    await updateChanged(this.#env.store, this.#version.routes, { live, next: { ...live, spec } }, signal);
  }

  /** Nothing: the route goes with its canary. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  #render(subject: RouteSubject, traffic: Traffic): ReturnType<typeof renderHttpRoute> {
    return renderHttpRoute(subject, traffic, { version: this.#version, ownerReferences: this.#env.ownerReferences });
  }

  #live(canary: Canary, signal: AbortSignal): Promise<HttpRoute> {
    const key: ObjectKey = { namespace: canary.metadata.namespace ?? '', name: serviceNames(canary).apex };
    return getExisting(this.#env.store, this.#version.routes, key, signal);
  }
}

/** Annotations of others stay: gateways keep notes there. */
function withAnnotations(live: HttpRoute, desired: HttpRoute): HttpRoute {
  const annotations = { ...live.metadata.annotations, ...desired.metadata.annotations };
  return withDesired(live, { ...desired, metadata: { ...desired.metadata, annotations } });
}
