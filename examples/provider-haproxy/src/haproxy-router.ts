import { ALL_TO_PRIMARY, CanaryError, getExisting, serviceNames, upsert, withDesired } from '@flagger/sdk';
import type { ObjectKey, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { HAPROXY_SPLITS, SERVERS } from './haproxy-split.ts';
import type { HaproxySplit } from './haproxy-split.ts';
import { renderSplit } from './render-split.ts';

/** Keeps one HAProxySplit for each canary. HAProxy itself is the agent's business: there may be many, and they restart. */
export class HaproxyRouter implements Router {
  readonly #env: ProviderEnv;

  constructor(env: ProviderEnv) {
    this.#env = env;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.#env.store.get(HAPROXY_SPLITS, keyOf(subject), signal);
    await this.setTraffic(subject, live === undefined ? ALL_TO_PRIMARY : splitOf(live), signal);
  }

  async getTraffic(subject: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return splitOf(await getExisting(this.#env.store, HAPROXY_SPLITS, keyOf(subject), signal));
  }

  async setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const desired = renderSplit(subject, traffic, this.#env);
    await upsert(this.#env.store, HAPROXY_SPLITS, desired, live => withDesired(live, desired), signal);
  }

  /** The canary owns its split, which goes with it. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }
}

function keyOf({ canary }: RouteSubject): ObjectKey {
  return { name: serviceNames(canary).apex, namespace: canary.metadata.namespace ?? '' };
}

/** @throws CanaryError Invalid, where the split sends nothing to either server */
function splitOf({ metadata, spec }: HaproxySplit): Traffic {
  const weightOf = (name: string): number => spec.servers.find(server => server.name === name)?.weight ?? 0;
  const canary = weightOf(SERVERS.canary);
  const total = weightOf(SERVERS.primary) + canary;
  if (total > 0) return { primary: 100 - share(canary, total), canary: share(canary, total), mirrored: false };
  throw new CanaryError('Invalid', 'later', `HAProxySplit ${metadata.name}.${metadata.namespace}: spec.servers gives no weight to ${SERVERS.primary} or ${SERVERS.canary}`);
}

function share(weight: number, total: number): number {
  return Math.round((100 * weight) / total);
}
