import { CANARIES, serviceNames } from '@flagger/sdk';
import type { Canary, Manifest } from '@flagger/sdk';
import type { EmbeddedWorld } from '../golden/embedded-world.ts';

interface Destination {
  readonly destination: { readonly host: string };
  readonly weight?: number;
}

interface Route {
  readonly route: readonly Destination[];
}

type Split = readonly { readonly host: string; readonly weight: number }[];

interface VirtualService extends Manifest {
  readonly spec: { readonly http?: readonly Route[]; readonly tcp?: readonly Route[] };
}

interface Service extends Manifest {
  readonly spec: { readonly selector?: Readonly<Record<string, string>> };
}

const VIRTUAL_SERVICE = { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService' };
const SERVICE = { apiVersion: 'v1', kind: 'Service' };

/** Looks at every change in a world: do all weights sum to 100, and does all traffic lead to Pods that are ready? */
export class TrafficGuard {
  readonly #world: EmbeddedWorld;
  readonly #problems = new Set<string>();

  constructor(world: EmbeddedWorld) {
    this.#world = world;
    world.api.store.subscribe(() => this.#look());
  }

  /** What was wrong at any moment. */
  get problems(): readonly string[] {
    return [...this.#problems];
  }

  #look(): void {
    const routes = this.#routes();
    for (const route of routes) {
      const sum = route.reduce((total, { weight }) => total + weight, 0);
      if (sum !== 100) this.#problems.add(`weights sum to ${sum}`);
    }
    const phase = this.#phase();
    // Before the primary is there, nothing is taken from anybody: the apex has never led to anything.
    if (phase === undefined) return;
    for (const host of new Set([...routes.flatMap(taken), ...this.#apex()])) {
      if (!this.#leadsToPods(host)) this.#problems.add(`in ${phase}, traffic leads to ${host}, which has no ready Pod`);
    }
  }

  #routes(): Split[] {
    const { api, lab } = this.#world;
    return api.store.list<VirtualService>(VIRTUAL_SERVICE, lab.namespace).flatMap(({ spec }) => [...(spec.http ?? []), ...(spec.tcp ?? [])].map(splitOf));
  }

  /** The Service that clients outside a mesh call. */
  #apex(): string[] {
    const { api, lab } = this.#world;
    const canary = api.store.get<Canary>(CANARIES, { namespace: lab.namespace, name: 'podinfo' });
    return canary === undefined ? [] : [serviceNames(canary).apex];
  }

  #phase(): string | undefined {
    const { api, lab } = this.#world;
    const phase = api.store.get<Canary>(CANARIES, { namespace: lab.namespace, name: 'podinfo' })?.status?.phase;
    return phase === 'Initializing' ? undefined : phase;
  }

  #leadsToPods(host: string): boolean {
    const { api, lab, pods } = this.#world;
    const selector = api.store.get<Service>(SERVICE, { namespace: lab.namespace, name: host })?.spec.selector;
    return selector !== undefined && pods.ready(lab.namespace, selector).length > 0;
  }
}

/** One destination takes all requests, whatever its weight says. */
function splitOf({ route }: Route): Split {
  return route.map(({ destination: { host }, weight = 0 }) => ({ host, weight: route.length === 1 ? 100 : weight }));
}

const taken = (split: Split): string[] => split.filter(({ weight }) => weight > 0).map(({ host }) => host);
