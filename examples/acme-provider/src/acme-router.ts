import { CanaryError, serviceNames, upsert } from '@flagger/sdk';
import type { ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { isDeepStrictEqual } from 'node:util';
import { renderTrafficRule } from './render-traffic-rule.ts';
import { TRAFFIC_RULES } from './traffic-rule.ts';
import type { TrafficRule } from './traffic-rule.ts';

const ALL_TO_PRIMARY: Traffic = { primary: 100, canary: 0, mirrored: false };

// #region router
/** Keeps one TrafficRule for each canary: get, render, upsert. */
export class AcmeRouter implements Router {
  readonly #env: ProviderEnv;

  constructor(env: ProviderEnv) {
    this.#env = env;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.#read(subject, signal);
    const traffic = live === undefined ? ALL_TO_PRIMARY : splitOf(subject, live);
    await this.setTraffic(subject, traffic, signal);
  }

  async getTraffic(subject: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    const live = await this.#read(subject, signal);
    if (live === undefined) throw new CanaryError('NotFound', 'later', `TrafficRule ${nameOf(subject)} not found`);
    return splitOf(subject, live);
  }

  async setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const desired = renderTrafficRule(subject, traffic, this.#env.ownerReferences);
    await upsert(this.#env.store, TRAFFIC_RULES, desired, live => merge(live, desired), signal);
  }

  /** The rule is owned by the canary and goes with it. */
  finalize(): Promise<void> {
    return Promise.resolve();
  }

  #read({ canary }: RouteSubject, signal: AbortSignal): Promise<TrafficRule | undefined> {
    return this.#env.store.get(TRAFFIC_RULES, { ...canary.metadata, name: serviceNames(canary).apex }, signal);
  }
}
// #endregion

/** The live rule with labels, annotations and spec as desired; the very same where they are. */
function merge(live: TrafficRule, desired: ReturnType<typeof renderTrafficRule>): TrafficRule {
  const { labels = {}, annotations = {} } = desired.metadata;
  const sameMetadata = isDeepStrictEqual([live.metadata.labels ?? {}, live.metadata.annotations ?? {}], [labels, annotations]);
  if (sameMetadata && isDeepStrictEqual(live.spec, desired.spec)) return live;
  return { ...live, metadata: { ...live.metadata, labels, annotations }, spec: desired.spec };
}

function splitOf(subject: RouteSubject, { spec }: TrafficRule): Traffic {
  const { primary, canary } = serviceNames(subject.canary);
  const weightOf = (service: string): number => spec?.backends?.find(backend => backend.service === service)?.weight ?? 0;
  const total = weightOf(primary) + weightOf(canary);
  if (total === 0) throw new CanaryError('Invalid', 'later', `TrafficRule ${nameOf(subject)} sends nothing to ${primary} or ${canary}`);
  const share = Math.round((100 * weightOf(canary)) / total);
  return { primary: 100 - share, canary: share, mirrored: false };
}

function nameOf({ canary }: RouteSubject): string {
  return `${serviceNames(canary).apex}.${canary.metadata.namespace}`;
}
