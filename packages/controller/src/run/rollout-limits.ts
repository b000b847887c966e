import { rolloutState } from '@flagger/core';
import type { RolloutSlots, SlotVerdict } from '@flagger/core';
import type { Canary, Clock } from '@flagger/sdk';
import { canaryKey, objectKey } from '../canary/canary-key.ts';
import { FairQueue } from './fair-queue.ts';

/** How many rollouts may be under way; 0: any number. */
export interface LimitSettings {
  readonly all: number;
  readonly perNamespace: number;
}

/**
 * Who has a slot. `run`: its status says so. `grant`: it begins in this turn. `offer`: its turn has come, and it has been woken; `seen` once
 * a turn of it began after that.
 */
type Taken = { readonly by: 'run' | 'grant' } | { readonly by: 'offer'; readonly seen: boolean };

/**
 * Limits how many rollouts are under way. What runs is known from statuses, also after a restart, and is never stopped: where more run
 * than may, none begins until enough have ended.
 *
 * @differs Flagger begins all at once: `slot-limits.test.ts` "in all keeps further ones waiting"
 */
export class RolloutLimits implements RolloutSlots {
  readonly #settings: LimitSettings;
  readonly #clock: Clock;
  readonly #taken = new Map<string, Taken>();
  readonly #queue = new FairQueue();
  /** Who asked in its turn. */
  readonly #asked = new Set<string>();
  #wake: (key: string) => void = () => undefined;

  constructor(settings: LimitSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Whether there is any limit. */
  get isOn(): boolean {
    return this.#settings.all > 0 || this.#settings.perNamespace > 0;
  }

  /** Takes in what there is before anybody asks, and from then on wakes those whose turn has come. */
  begin(canaries: readonly Canary[], wake: (key: string) => void): void {
    if (!this.isOn) return;
    this.#wake = wake;
    for (const canary of canaries) {
      const state = rolloutState(canary);
      if (state.does === 'run') this.#taken.set(canaryKey(canary), { by: 'run' });
      if (state.does === 'wait') this.#join(canary, state.sinceMs);
    }
    this.#offer();
  }

  /** A canary's turn begins. */
  beginTurn(key: string): void {
    this.#asked.delete(key);
    if (this.#taken.get(key)?.by === 'offer') this.#taken.set(key, { by: 'offer', seen: true });
  }

  ask(canary: Canary): SlotVerdict {
    if (!this.isOn) return { free: true };
    const key = canaryKey(canary);
    this.#asked.add(key);
    const state = rolloutState(canary);
    // A run that has just ended is no reason to let the next one of its canary in before others.
    if (this.#taken.get(key)?.by === 'run' && state.does !== 'run') this.#taken.delete(key);
    if (!this.#taken.has(key)) {
      this.#join(canary, state.does === 'wait' ? state.sinceMs : this.#clock.now());
      this.#offer(key);
    }
    const taken = this.#taken.get(key);
    if (taken === undefined) return this.#refusal(key);
    if (taken.by === 'offer') this.#taken.set(key, { by: 'grant' });
    return { free: true };
  }

  /** A canary's turn has ended, and has left it so. What it was offered and did not take goes to the next. */
  endTurn(canary: Canary): void {
    const key = canaryKey(canary);
    const asked = this.#asked.delete(key);
    const { does } = rolloutState(canary);
    const taken = this.#taken.get(key);
    if (does === 'run') this.#taken.set(key, { by: 'run' });
    else if (taken?.by !== 'offer' || taken.seen) this.#taken.delete(key);
    if (does !== 'wait' || !asked) this.#queue.leave(key);
    this.#offer();
  }

  /** A canary is gone. */
  forget(key: string): void {
    this.#asked.delete(key);
    this.#taken.delete(key);
    this.#queue.leave(key);
    this.#offer();
  }

  #join(canary: Canary, sinceMs: number): void {
    this.#queue.join({ key: canaryKey(canary), namespace: canary.metadata.namespace ?? '', sinceMs });
  }

  /** Gives what is free to those whose turn it is. */
  #offer(asker?: string): void {
    const running = this.#countByNamespace();
    while (!this.#isFull()) {
      const next = this.#queue.serve(namespace => !this.#isFullIn(namespace, running));
      if (next === undefined) return;
      running.set(next.namespace, (running.get(next.namespace) ?? 0) + 1);
      this.#taken.set(next.key, { by: 'offer', seen: next.key === asker });
      if (next.key !== asker) this.#wake(next.key);
    }
  }

  #refusal(key: string): SlotVerdict {
    const { all, perNamespace } = this.#settings;
    const { namespace = '' } = objectKey(key);
    const running = this.#countByNamespace();
    const order = this.#queue.order();
    const before = order.slice(0, Math.max(0, order.findIndex(waiter => waiter.key === key)));
    if (this.#isFullIn(namespace, running)) {
      return { free: false, within: 'namespace', limit: perNamespace, ahead: before.filter(waiter => waiter.namespace === namespace).length };
    }
    return { free: false, within: 'all', limit: all, ahead: before.filter(waiter => !this.#isFullIn(waiter.namespace, running)).length };
  }

  #isFull(): boolean {
    const { all } = this.#settings;
    return all > 0 && this.#taken.size >= all;
  }

  #isFullIn(namespace: string, running: ReadonlyMap<string, number>): boolean {
    const { perNamespace } = this.#settings;
    return perNamespace > 0 && (running.get(namespace) ?? 0) >= perNamespace;
  }

  #countByNamespace(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const key of this.#taken.keys()) {
      const { namespace = '' } = objectKey(key);
      counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
    }
    return counts;
  }
}
