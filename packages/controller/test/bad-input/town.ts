import type { Canary, CanaryCondition, Manifest } from '@flagger/sdk';
import type { OperatorOptions } from '../../src/index.ts';
import type { ApiLab } from '../golden/api-lab.ts';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import type { Lab } from '../golden/lab.ts';
import { phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';

/** One canary with something wrong, in a namespace of its own. */
export interface Story {
  /** Also its namespace; no part of another story's. */
  readonly name: string;
  readonly objects: (lab: Lab) => readonly Loose[];
  /** What goes wrong later, when the canary is initialized if it can be. */
  readonly begin?: (lab: ApiLab, world: EmbeddedWorld) => Promise<void> | void;
  /** The mending; no restart. */
  readonly repair: (lab: ApiLab, world: EmbeddedWorld) => Promise<void> | void;
}

/** What stands on a canary. */
export interface View {
  readonly phase: string | undefined;
  readonly conditions: readonly Pick<CanaryCondition, 'type' | 'status' | 'reason' | 'message'>[];
  /** Warnings among the Kubernetes Events. */
  readonly warnings: readonly string[];
}

/** What became of a story. */
export interface Outcome {
  readonly broken: View;
  readonly mended: View;
  /** Status writes in a minute in which nothing changed. */
  readonly idleWrites: number;
}

/** What became of all, and of the healthy neighbour. */
export interface Chronicle {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** How long a release of the neighbour took, alone and beside the broken ones, on the clock of the world. */
  readonly neighbour: { readonly aloneMs: number; readonly besideMs: number };
}

interface Event extends Manifest {
  readonly type: string;
  readonly message: string;
}

export const STEP = { stepWeight: 30, maxWeight: 60, metrics: builtinMetrics };

/** A Deployment's canary on Istio, as stories have it. */
export const istioCanary = (analysis: Record<string, unknown> = STEP, fields?: Parameters<typeof canary>[2]): Loose => canary('istio', analysis, fields);

/** Starts a release. */
export const release = (tag = '2') => (lab: Lab): Promise<void> => lab.image(tag);

/** Patches the canary. */
export const mend = (spec: Record<string, unknown>) => (lab: Lab): Promise<void> => lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec });

/** A world in which stories happen side by side, beside a canary with which all is well. */
export class Town {
  readonly #world: EmbeddedWorld;
  readonly #labs = new Map<string, ApiLab>();

  private constructor(world: EmbeddedWorld) {
    this.#world = world;
  }

  /** Lets all stories happen: they break, stay broken for a while, and are mended. */
  static async tell(stories: readonly Story[], options: { readonly operator?: Partial<OperatorOptions>; readonly prepare?: (world: EmbeddedWorld) => void; readonly neighbour?: Loose } = {}): Promise<Chronicle> {
    const world = await EmbeddedWorld.start('neighbour', options.operator);
    options.prepare?.(world);
    try {
      return await new Town(world).#tell(stories, options.neighbour ?? istioCanary());
    } finally {
      await world.close();
    }
  }

  async #tell(stories: readonly Story[], neighbour: Loose): Promise<Chronicle> {
    const { lab } = this.#world;
    for (const object of [deployment(), neighbour]) await lab.create(object);
    await phase(lab, 'Initialized');
    const aloneMs = await this.#releaseNeighbour('2');
    for (const { name, objects } of stories) {
      const own = await this.#world.addLab(name);
      this.#labs.set(name, own);
      for (const object of objects(own)) await own.create(object);
    }
    await lab.sleep(20_000);
    for (const story of stories) await story.begin?.(this.#labOf(story), this.#world);
    const besideMs = await this.#releaseNeighbour('3');
    await lab.sleep(30_000);
    const before = this.#statusWrites();
    await lab.sleep(60_000);
    const idle = this.#statusWrites();
    const broken = await this.#views();
    for (const story of stories) await story.repair(this.#labOf(story), this.#world);
    await lab.sleep(150_000);
    const mended = await this.#views();
    const outcomes = new Map(stories.map(({ name }) => [name, {
      broken: view(broken, name), mended: view(mended, name), idleWrites: (idle.get(name) ?? 0) - (before.get(name) ?? 0),
    }]));
    return { outcomes, neighbour: { aloneMs, besideMs } };
  }

  async #releaseNeighbour(tag: string): Promise<number> {
    const { lab, clock } = this.#world;
    await lab.sleep(20_000);
    const from = clock.now();
    await lab.image(tag);
    await phase(lab, 'Progressing');
    await phase(lab, 'Succeeded', 400);
    return clock.now() - from;
  }

  #labOf({ name }: Story): ApiLab {
    const lab = this.#labs.get(name);
    if (lab === undefined) throw new Error(`${name} has no namespace`);
    return lab;
  }

  async #views(): Promise<ReadonlyMap<string, View>> {
    const views = new Map<string, View>();
    for (const [name, lab] of this.#labs) views.set(name, viewOf(await lab.canary(), this.#warnings(name)));
    return views;
  }

  #warnings(namespace: string): readonly string[] {
    const events = this.#world.api.store.list({ apiVersion: 'v1', kind: 'Event' }, namespace) as readonly Event[];
    return events.filter(({ type }) => type === 'Warning').map(({ message }) => message);
  }

  #statusWrites(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { resource, subresource, verb, namespace } of this.#world.controllerRequests()) {
      if (resource === 'canaries' && subresource === 'status' && verb === 'patch') counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
    }
    return counts;
  }
}

function view(views: ReadonlyMap<string, View>, name: string): View {
  const found = views.get(name);
  if (found === undefined) throw new Error(`nobody looked at ${name}`);
  return found;
}

function viewOf(live: Canary | undefined, warnings: readonly string[]): View {
  const { phase: reached, conditions = [] } = live?.status ?? {};
  return { phase: reached, conditions: conditions.map(({ type, status, reason, message = '' }) => ({ type, status, reason, message })), warnings };
}

