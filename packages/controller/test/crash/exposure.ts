import type { Clock } from '@flagger/sdk';
import type { Split } from './splits.ts';

/** How long requests were split in which way. */
export class Exposure {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #lasted = new Map<string, number>();
  #current = '';
  #since: number;
  #userActed = false;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** What was noted last stands until now; from now on `splits` do. */
  note(splits: readonly Split[]): void {
    const next = splits.map(({ shares, mirror = 'nobody' }) => `${shares.map(({ host, weight }) => `${weight} to ${host}`).join(', ')}, copies to ${mirror}`).join('; ');
    this.#count();
    this.#userActed &&= next === this.#current;
    this.#current = next;
  }

  /** A user opens a gate, say: how soon the controller looks, and ends the split that stands now, is not a matter of pace. */
  userActs(): void {
    this.#count();
    this.#userActed = true;
  }

  /** The splits that lasted shorter than here in `other`, but for the last of all. */
  shorterIn(other: Exposure): readonly string[] {
    return [...this.#lasted].flatMap(([split, ms]) => {
      const lasted = other.#lasted.get(split) ?? 0;
      return lasted < ms && split !== this.#current ? [`"${split}" lasted ${lasted / 1000}s instead of ${ms / 1000}s`] : [];
    });
  }

  #count(): void {
    const now = this.#clock.now();
    if (!this.#userActed) this.#lasted.set(this.#current, (this.#lasted.get(this.#current) ?? 0) + now - this.#since);
    this.#since = now;
  }
}
