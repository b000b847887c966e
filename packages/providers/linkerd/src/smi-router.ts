import { isDeepStrictEqual } from 'node:util';
import { ALL_TO_PRIMARY, getExisting, serviceNames, updateChanged, upsert } from '@flagger/sdk';
import type { Canary, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderBackends, renderTrafficSplit } from './render-traffic-split.ts';
import type { TrafficSplit } from './smi-types.ts';
import type { SmiVersion } from './smi-versions.ts';

/** A provider string is `smi:VERSION` or `smi:VERSION:MESH`. */
const MESH_AT = 2;

/**
 * Splits requests by an SMI TrafficSplit with the apex Service's name.
 *
 * @source flagger pkg/router/smi.go, smi_v1alpha2.go, smi_v1alpha3.go
 * @differs `reconcile` keeps the live split when it refreshes other fields; Flagger falls back to 100/0 in the middle of a run.
 * Test: smi router "keeps live weights"
 * @differs A split that sends nothing anywhere is mended; Flagger waits until somebody does that: `smi-router.test.ts` "zeros become all to the primary"
 */
export class SmiRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'name' | 'store' | 'ownerReferences'>;
  readonly #version: SmiVersion;

  constructor(env: Pick<ProviderEnv, 'name' | 'store' | 'ownerReferences'>, version: SmiVersion) {
    this.#env = env;
    this.#version = version;
  }

  async reconcile({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const merge = (live: TrafficSplit): TrafficSplit => {
      const { spec } = this.#render(canary, liveTraffic(live, canary) ?? ALL_TO_PRIMARY);
      return isDeepStrictEqual(live.spec, spec) ? live : { ...live, spec };
    };
    await upsert(this.#env.store, this.#version.splits, this.#render(canary, ALL_TO_PRIMARY), merge, signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal), canary);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    const next = { ...live, spec: { ...live.spec, backends: renderBackends(canary, traffic, this.#version) } };
    await updateChanged(this.#env.store, this.#version.splits, { live, next }, signal);
  }

  /** Nothing: the split goes with its canary. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  #render(canary: Canary, traffic: Traffic): ReturnType<typeof renderTrafficSplit> {
    const { name, ownerReferences } = this.#env;
    return renderTrafficSplit(canary, traffic, { version: this.#version, mesh: name.split(':').slice(MESH_AT).join(':'), ownerReferences });
  }

  #live(canary: Canary, signal: AbortSignal): Promise<TrafficSplit> {
    return getExisting(this.#env.store, this.#version.splits, { namespace: canary.metadata.namespace ?? '', name: serviceNames(canary).apex }, signal);
  }
}
