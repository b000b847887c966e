import { CANARIES, serviceNames } from '@flagger/sdk';
import type { Canary, Manifest } from '@flagger/sdk';
import type { EmbeddedWorld } from '../golden/embedded-world.ts';
import { Exposure } from './exposure.ts';
import { SessionCookies } from './session-cookies.ts';
import { splitsOf } from './splits.ts';
import type { Split } from './splits.ts';

interface Service extends Manifest {
  readonly spec: { readonly selector?: Readonly<Record<string, string>> };
}

const SERVICE = { apiVersion: 'v1', kind: 'Service' };

/**
 * Looks at every change in a world: do all weights sum to 100, and does all traffic lead to Pods that are ready? One thing is
 * let pass, for it is Flagger's way: with `skipAnalysis` the first primary is exposed before its Pods are ready.
 */
export class TrafficGuard {
  /** How long the canary took which share. */
  readonly exposure: Exposure;
  readonly #world: EmbeddedWorld;
  readonly #cookies = new SessionCookies();
  readonly #problems = new Set<string>();
  #served = false;

  constructor(world: EmbeddedWorld) {
    this.#world = world;
    this.exposure = new Exposure(world.clock);
    world.api.store.subscribe(() => this.#look());
  }

  /** What was wrong at any moment. */
  get problems(): readonly string[] {
    return [...this.#problems];
  }

  #look(): void {
    const { api, lab } = this.#world;
    const splits = splitsOf(api.store, lab.namespace);
    this.exposure.note(splits);
    for (const problem of this.#cookies.note(splits)) this.#problems.add(problem);
    for (const { shares } of splits) {
      const sum = shares.reduce((total, { weight }) => total + weight, 0);
      if (sum !== 100) this.#problems.add(`weights sum to ${sum}`);
    }
    const canary = api.store.get<Canary>(CANARIES, { namespace: lab.namespace, name: 'podinfo' });
    if (canary !== undefined) this.#lookAt(canary, splits);
  }

  #lookAt(canary: Canary, splits: readonly Split[]): void {
    const { apex, primary } = serviceNames(canary);
    this.#served ||= this.#podsBehind(primary) === 'ready';
    if (canary.spec.skipAnalysis && !this.#served) return;
    const taken = splits.flatMap(({ shares }) => shares.filter(({ weight }) => weight > 0).map(({ host }) => host));
    for (const host of new Set([...taken, apex])) {
      if (this.#podsBehind(host) === 'none') this.#problems.add(`in ${canary.status?.phase}, traffic leads to ${host}, which has no ready Pod`);
    }
  }

  /** A Service that is not there yet leads nobody astray. */
  #podsBehind(name: string): 'ready' | 'none' | 'no service' {
    const { api, lab, pods } = this.#world;
    const service = api.store.get<Service>(SERVICE, { namespace: lab.namespace, name });
    if (service === undefined) return 'no service';
    return pods.ready(lab.namespace, service.spec.selector ?? {}).length > 0 ? 'ready' : 'none';
  }
}
