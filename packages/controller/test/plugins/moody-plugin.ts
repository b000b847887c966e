import { definePlugin } from '@flagger/sdk';
import type { Plugin, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { providerOf } from './provider-of.ts';

/** What a plug-in can do wrong. */
export type Mood = 'well' | 'hangs' | 'throws' | 'throws when made' | 'rejects late' | 'rejects with a text';

const NEVER = new Promise<never>(() => undefined);
/** Later than anybody waits. */
const LATE_MS = 45_000;

/** A third party's plug-in, whose provider has the same name and keeps splits in memory. It heeds no signal; it only counts by it. */
export class MoodyPlugin {
  readonly plugin: Plugin;
  mood: Mood = 'well';
  /** Its mood once it has given the canary traffic. */
  afterFirstStep: Mood | undefined;
  /** The only namespace in which its mood shows; undefined: everywhere. */
  moodyIn: string | undefined;
  /** Calls that somebody waits for and that give no answer. */
  hanging = 0;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    this.plugin = definePlugin({
      name, sdk: '^1.0.0',
      providers: [providerOf([name], ({ clock }) => this.#router(ms => new Promise(resolve => void clock.after(ms, () => resolve()))))],
    });
  }

  #router(wait: (ms: number) => Promise<void>): Router {
    if (this.mood === 'throws when made') throw new Error(`${this.#name} has no licence`);
    let split: Traffic = { primary: 100, canary: 0, mirrored: false };
    const act = async ({ canary: { metadata } }: RouteSubject, signal: AbortSignal): Promise<void> => {
      if (this.moodyIn !== undefined && this.moodyIn !== metadata.namespace) return;
      if (this.mood === 'hangs' || this.mood === 'rejects late') this.#hang(signal);
      if (this.mood === 'hangs') await NEVER;
      if (this.mood === 'rejects late') {
        await wait(LATE_MS);
        throw new Error('too late');
      }
      if (this.mood === 'throws') throw new TypeError(`${this.#name} has a bug`);
      // What a plug-in in plain JavaScript may do.
      if (this.mood === 'rejects with a text') await Promise.reject(`${this.#name} is sulking`);
    };
    return {
      reconcile: (subject, signal) => act(subject, signal),
      finalize: (subject, signal) => act(subject, signal),
      getTraffic: (subject, signal) => act(subject, signal).then(() => split),
      setTraffic: (subject, traffic, signal) => act(subject, signal).then(() => {
        split = traffic;
        if (traffic.canary > 0) this.#tire();
      }),
    };
  }

  #hang(signal: AbortSignal): void {
    this.hanging += 1;
    signal.addEventListener('abort', () => void (this.hanging -= 1), { once: true });
  }

  #tire(): void {
    this.mood = this.afterFirstStep ?? this.mood;
    this.afterFirstStep = undefined;
  }
}
