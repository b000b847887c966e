import type { CancelTimer, Clock } from '@flagger/sdk';
import { Turnstile } from './turnstile.ts';

/** What a scheduler drives. */
export interface SchedulerParts {
  readonly clock: Clock;
  /**
   * Looks at one item once, and tells when it wants to be looked at again (milliseconds since the epoch; undefined: not
   * before it is woken). It never rejects.
   */
  readonly run: (key: string, signal: AbortSignal) => Promise<number | undefined>;
  /** Told when an item was removed and nothing of it runs any more. */
  readonly onGone: (key: string) => void;
  /** Told how long after its time a turn begins. */
  readonly onTurn?: (lagMs: number) => void;
  /** How many may run side by side. Default 64. */
  readonly concurrency?: number;
  /** One that runs longer than this no longer counts. Default 5 000. */
  readonly slowMs?: number;
}

interface Slot {
  readonly key: string;
  state: 'resting' | 'queued' | 'running';
  /** Woken while it ran. */
  wokenAgain: boolean;
  removed: boolean;
  cancelTimer: CancelTimer | undefined;
  /** When the turn that it waits for was due. */
  dueAt: number;
}

/**
 * Gives items their turns: on a wake-up or when their time has come, never two turns of one item at once, and one more
 * turn after a wake-up that came during one. An item that hangs holds up no other.
 */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #slots = new Map<string, Slot>();
  readonly #turnstile: Turnstile;
  readonly #stopped = new AbortController();
  #running = 0;
  #quiet: (() => void)[] = [];
  #stopping = false;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    const { clock, concurrency = 64, slowMs = 5_000 } = parts;
    this.#turnstile = new Turnstile(clock, concurrency, slowMs);
  }

  /** How many wait for their turn. */
  get queued(): number {
    return this.#turnstile.waiting;
  }

  /** How many are being looked at. */
  get running(): number {
    return this.#running;
  }

  /** Wakes an item; one that is not known yet is added. */
  add(key: string): void {
    const slot = this.#slots.get(key) ?? { key, state: 'resting', wokenAgain: false, removed: false, cancelTimer: undefined, dueAt: 0 };
    slot.removed = false;
    this.#slots.set(key, slot);
    this.#wake(slot);
  }

  /** Gives a known item a turn as soon as possible. */
  wake(key: string): void {
    const slot = this.#slots.get(key);
    if (slot !== undefined && !slot.removed) this.#wake(slot);
  }

  /** Takes an item out; a turn under way ends as it would. */
  remove(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined || slot.removed) return;
    slot.removed = true;
    slot.cancelTimer?.();
    if (slot.state !== 'running') this.#drop(slot);
  }

  /** Resolves when nothing runs and nothing waits for its turn; timers don't count. */
  async idle(): Promise<void> {
    if (this.#running === 0 && this.queued === 0) return;
    await new Promise<void>(resolve => void this.#quiet.push(resolve));
  }

  /** No turn begins any more; those under way are aborted after `graceMs`. Resolves when all have ended. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#turnstile.clear();
    for (const slot of this.#slots.values()) slot.cancelTimer?.();
    const cancel = this.#parts.clock.after(graceMs, () => this.#stopped.abort(new Error('the operator stops')));
    await this.idle();
    cancel();
  }

  #wake(slot: Slot, dueAt = this.#parts.clock.now()): void {
    if (this.#stopping) return;
    if (slot.state === 'running') slot.wokenAgain = true;
    if (slot.state !== 'resting') return;
    slot.cancelTimer?.();
    slot.state = 'queued';
    slot.dueAt = dueAt;
    this.#turnstile.enter(slot.key, async () => this.#turn(slot));
  }

  async #turn(slot: Slot): Promise<void> {
    slot.state = 'running';
    slot.wokenAgain = false;
    this.#running += 1;
    this.#parts.onTurn?.(this.#parts.clock.now() - slot.dueAt);
    try {
      const wakeAt = await this.#parts.run(slot.key, this.#stopped.signal);
      slot.state = 'resting';
      this.#afterTurn(slot, wakeAt);
    } finally {
      this.#running -= 1;
      // The turnstile lets the next one in first.
      queueMicrotask(() => this.#tellQuiet());
    }
  }

  #afterTurn(slot: Slot, wakeAt: number | undefined): void {
    if (slot.removed) return this.#drop(slot);
    if (slot.wokenAgain) return this.#wake(slot);
    if (wakeAt === undefined || this.#stopping) return;
    const { clock } = this.#parts;
    const restedAt = clock.now();
    slot.cancelTimer = clock.after(Math.max(0, wakeAt - restedAt), () => this.#wake(slot, Math.max(wakeAt, restedAt)));
  }

  #drop(slot: Slot): void {
    this.#turnstile.leaveQueue(slot.key);
    this.#slots.delete(slot.key);
    this.#parts.onGone(slot.key);
    this.#tellQuiet();
  }

  #tellQuiet(): void {
    if (this.#running > 0 || this.queued > 0) return;
    const waiting = this.#quiet;
    this.#quiet = [];
    for (const resolve of waiting) resolve();
  }
}
