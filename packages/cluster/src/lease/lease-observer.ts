import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '@flagger/sdk';
import type { Lease, LeaseSpec } from './lease-record.ts';

/** Remembers when a lease last changed by our own clock, because clocks of two machines differ. */
export class LeaseObserver {
  readonly #clock: Clock;
  readonly #onNewHolder: (identity: string) => void;
  #spec: LeaseSpec = {};
  #seenAt = 0;
  #reported = '';

  constructor(clock: Clock, onNewHolder: (identity: string) => void) {
    this.#clock = clock;
    this.#onNewHolder = onNewHolder;
  }

  get holder(): string {
    return this.#spec.holderIdentity ?? '';
  }

  see(lease: Lease | undefined): void {
    const spec = lease?.spec ?? {};
    if (!isDeepStrictEqual(spec, this.#spec)) this.#seenAt = this.#clock.now();
    this.#spec = spec;
    if (this.holder === this.#reported || this.holder === '') return;
    this.#reported = this.holder;
    this.#onNewHolder(this.holder);
  }

  /** Whether another candidate has renewed it recently enough. */
  heldByOther(identity: string): boolean {
    if (this.holder === '' || this.holder === identity) return false;
    return this.#clock.now() < this.#seenAt + (this.#spec.leaseDurationSeconds ?? 0) * 1000;
  }
}
