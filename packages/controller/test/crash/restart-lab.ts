import type { Canary, Manifest } from '@flagger/sdk';
import type { EmbeddedWorld } from '../golden/embedded-world.ts';
import type { Lab } from '../golden/lab.ts';
import type { Exposure } from './exposure.ts';

/** Where the canary stood when something came that a scenario waited for. */
export type Milestones = ReadonlyMap<string, string>;

/**
 * The lab of a world whose controller may be killed. An event that was to follow a write dies with it, and no scenario
 * should wait for it for ever: where the canary stands as it stood when the event came in an undisturbed play, that will do.
 */
export class RestartLab implements Lab {
  readonly namespace: string;
  readonly base: string;
  readonly control: Lab['control'];
  readonly milestones = new Map<string, string>();
  /** What the user made, such as `Deployment podinfo`. */
  readonly made = new Set<string>();
  readonly #world: EmbeddedWorld;
  readonly #exposure: Exposure;
  readonly #undisturbed: Milestones | undefined;

  constructor(world: EmbeddedWorld, exposure: Exposure, undisturbed: Milestones | undefined) {
    this.namespace = world.lab.namespace;
    this.base = world.lab.base;
    this.control = world.lab.control;
    this.#world = world;
    this.#exposure = exposure;
    this.#undisturbed = undisturbed;
  }

  async until<T>(what: string, predicate: () => Promise<T> | T, seconds?: number): Promise<T> {
    const expected = what.startsWith('event ') ? this.#undisturbed?.get(what) : undefined;
    const came = async (): Promise<T> => {
      const value = await predicate();
      // A scenario that waits for an event waits for its coming, not for a value.
      return value || ((expected !== undefined && (await this.#standing()) === expected) as T);
    };
    const value = await this.#world.lab.until(what, came, seconds);
    this.milestones.set(what, await this.#standing());
    return value;
  }

  create(object: Manifest): Promise<void> {
    this.made.add(`${object.kind} ${object.metadata.name}`);
    return this.#world.lab.create(object);
  }

  patch(apiVersion: string, kind: string, name: string, patch: unknown): Promise<void> {
    return this.#world.lab.patch(apiVersion, kind, name, patch);
  }

  image(tag: string, kind?: string): Promise<void> {
    return this.#world.lab.image(tag, kind);
  }

  remove(apiVersion: string, kind: string, name: string): Promise<void> {
    return this.#world.lab.remove(apiVersion, kind, name);
  }

  canary(): Promise<Canary | undefined> {
    return this.#world.lab.canary();
  }

  mark(note: string): void {
    this.#exposure.userActs();
    this.#world.lab.mark(note);
  }

  sleep(ms: number): Promise<void> {
    return this.#world.lab.sleep(ms);
  }

  messages(): readonly string[] {
    return this.#world.lab.messages();
  }

  async #standing(): Promise<string> {
    const { phase, canaryWeight, iterations, failedChecks, lastAppliedSpec, conditions = [] } = (await this.canary())?.status ?? {};
    // A gate that is closed leaves all else as it was before it was asked.
    const waitsFor = conditions.find(({ type }) => type === 'Advancing')?.reason;
    return JSON.stringify([phase, canaryWeight, iterations, failedChecks, lastAppliedSpec, waitsFor]);
  }
}
