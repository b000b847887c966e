import { sleep } from '@flagger/sdk';
import type { Clock, Logger } from '@flagger/sdk';
import type { Cluster } from '../cluster.ts';
import { withDeadline } from './deadline.ts';
import { LeaseLock } from './lease-lock.ts';
import { LeaseObserver } from './lease-observer.ts';
import { claim, giveUp } from './lease-record.ts';

/** One candidate for one lease. */
export interface LeaseOptions {
  readonly cluster: Pick<Cluster, 'request'>;
  /** Default `flagger-leader-election`. */
  readonly name?: string;
  readonly namespace: string;
  /** `HOSTNAME_UUID`; no other candidate may have it. */
  readonly identity: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long others wait for a silent leader. Default 60 000. */
  readonly leaseDurationMs?: number;
  /** How long a leader tries to renew before it gives up. Default 15 000. */
  readonly renewDeadlineMs?: number;
  /** Default 5 000. */
  readonly retryPeriodMs?: number;
  readonly onAcquired: () => void;
  /** The lease could not be renewed; another may lead already. Not called on an orderly stop. */
  readonly onLost: () => void;
  /** Told each time the holder changes, also about this candidate. */
  readonly onNewLeader?: (identity: string) => void;
}

/** A candidate in an election of which one wins. */
export interface LeaderLease {
  /** Waits for the lease, holds it, and resolves when it is lost or, after giving it back, when `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

const DEFAULTS = { name: 'flagger-leader-election', leaseDurationMs: 60_000, renewDeadlineMs: 15_000, retryPeriodMs: 5_000 };

/** So that candidates do not ask in step. */
const JITTER = 1.2;

/** Makes a candidate. @source client-go leaderelection.LeaderElector, flagger cmd/flagger/main.go startLeaderElection */
export function createLease(options: LeaseOptions): LeaderLease {
  return new Candidate({ ...DEFAULTS, ...options });
}

class Candidate implements LeaderLease {
  readonly #options: LeaseOptions & typeof DEFAULTS;
  readonly #lock: LeaseLock;
  readonly #observer: LeaseObserver;

  constructor(options: LeaseOptions & typeof DEFAULTS) {
    this.#options = options;
    this.#lock = new LeaseLock(options.cluster, options.namespace, options.name);
    this.#observer = new LeaseObserver(options.clock, identity => this.#newLeader(identity));
  }

  async run(signal: AbortSignal): Promise<void> {
    const { identity, name, namespace, logger, onAcquired, onLost } = this.#options;
    logger.info(`Starting leader election id: ${identity} configmap: ${name} namespace: ${namespace}`);
    if (!(await this.#acquire(signal))) return;
    logger.info('Acting as elected leader');
    onAcquired();
    await this.#hold(signal);
    if (signal.aborted) return this.#release();
    logger.info('Leadership lost');
    onLost();
  }

  async #acquire(signal: AbortSignal): Promise<boolean> {
    const { clock, retryPeriodMs } = this.#options;
    while (!(await this.#attempt(signal))) {
      if (!(await this.#pause(retryPeriodMs * (1 + JITTER * clock.random()), signal))) return false;
    }
    return !signal.aborted;
  }

  /** Renews until a whole renewal deadline has passed without success. */
  async #hold(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriodMs, renewDeadlineMs } = this.#options;
    let renewedAt = clock.now();
    while (await this.#pause(retryPeriodMs, signal)) {
      const leftMs = renewDeadlineMs - (clock.now() - renewedAt);
      if (leftMs > 0 && (await this.#attempt(signal, leftMs))) renewedAt = clock.now();
      else if (this.#observer.heldByOther(this.#options.identity) || clock.now() - renewedAt >= renewDeadlineMs) return;
    }
  }

  /** Tries once to take or to renew the lease. */
  async #attempt(signal: AbortSignal, timeoutMs: number = this.#options.renewDeadlineMs): Promise<boolean> {
    try {
      return await withDeadline(this.#options.clock, timeoutMs, signal, limited => this.#tryOnce(limited));
    } catch (error) {
      if (signal.aborted) return false;
      const message = error instanceof Error ? error.message : String(error);
      this.#options.logger.warn('Leader election attempt failed', { lease: `${this.#options.namespace}/${this.#options.name}`, error: message });
      return false;
    }
  }

  async #tryOnce(signal: AbortSignal): Promise<boolean> {
    const { identity, leaseDurationMs, clock } = this.#options;
    const current = await this.#lock.read(signal);
    this.#observer.see(current);
    if (this.#observer.heldByOther(identity)) return false;
    this.#observer.see(await this.#lock.write(current, claim(current?.spec, identity, leaseDurationMs, clock.now()), signal));
    return true;
  }

  async #release(): Promise<void> {
    const { identity, clock, renewDeadlineMs, logger, namespace, name } = this.#options;
    const never = new AbortController().signal;
    try {
      await withDeadline(clock, renewDeadlineMs, never, async signal => {
        const current = await this.#lock.read(signal);
        if (current?.spec?.holderIdentity === identity) await this.#lock.write(current, giveUp(current.spec, clock.now()), signal);
      });
    } catch (error) {
      logger.warn('Lease not released', { lease: `${namespace}/${name}`, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #newLeader(identity: string): void {
    if (identity !== this.#options.identity) this.#options.logger.info(`Another instance has been elected as leader: ${identity}`);
    this.#options.onNewLeader?.(identity);
  }

  async #pause(delayMs: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    return sleep(this.#options.clock, delayMs, signal).then(() => true, () => false);
  }
}
