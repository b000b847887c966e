import { hostname } from 'node:os';
import type { Cluster } from '@flagger/cluster';
import type { Clock, Logger } from '@flagger/sdk';
import type { Flags } from '../flags/flags.ts';

/** What an election needs. */
export interface LeadershipParts {
  readonly flags: Pick<Flags, 'enableLeaderElection' | 'leaderElectionNamespace' | 'namespace'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Decides when this operator may act: at once, or with leader election while it holds the lease. */
export class Leadership {
  readonly #parts: LeadershipParts;
  readonly #ended = new AbortController();
  readonly #lost = Promise.withResolvers<void>();
  #campaign: Promise<void> = Promise.resolve();

  constructor(parts: LeadershipParts) {
    this.#parts = parts;
  }

  /** Resolves if the lease is lost. */
  get lost(): Promise<void> {
    return this.#lost.promise;
  }

  /** Calls `lead` when this operator may act; without leader election it has been called when the promise resolves. */
  async begin(cluster: Cluster, lead: () => Promise<void>): Promise<void> {
    const { flags, clock, logger } = this.#parts;
    if (!flags.enableLeaderElection) return lead();
    const { createLease } = await import('@flagger/cluster');
    const lease = createLease({
      cluster, clock, logger,
      namespace: flags.namespace || flags.leaderElectionNamespace,
      identity: `${hostname()}_${clock.uuid()}`,
      onAcquired: () => void lead().catch((error: unknown) => this.#failed(error)),
      onLost: () => this.#lost.resolve(),
    });
    this.#campaign = lease.run(this.#ended.signal);
  }

  /** Gives the lease back. */
  async end(): Promise<void> {
    this.#ended.abort(new Error('the operator stops'));
    await this.#campaign;
  }

  /** A leader that can't act must make room for another. */
  #failed(error: unknown): void {
    if (this.#ended.signal.aborted) return;
    this.#parts.logger.error('The leader cannot act', { error });
    this.#lost.resolve();
  }
}
