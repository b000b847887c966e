import type { Cluster } from '@flagger/cluster';
import { sleep } from '@flagger/sdk';
import type { Clock, Logger } from '@flagger/sdk';
import { HAPROXY_SPLITS } from '../haproxy-split.ts';
import type { RuntimeApi } from './runtime-api.ts';
import { readServerWeights } from './server-weights.ts';
import { planWeights } from './weight-commands.ts';

/** What an agent works with. */
export interface AgentParts {
  readonly cluster: Pick<Cluster, 'store' | 'watch'>;
  /** undefined: all. */
  readonly namespace: string | undefined;
  readonly haproxy: RuntimeApi;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** HAProxy forgets weights when it restarts; so soon it gets them back. */
const RESYNC_MS = 2_000;

/** Makes one HAProxy split as the HAProxySplits say: when one of them changes, and again and again. */
export class SplitAgent {
  readonly #parts: AgentParts;
  #changed = Promise.withResolvers<void>();
  #lastTold = '';

  constructor(parts: AgentParts) {
    this.#parts = parts;
  }

  /** Works until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { cluster, clock } = this.#parts;
    const unwatch = cluster.watch(HAPROXY_SPLITS, () => this.#changed.resolve());
    try {
      while (!signal.aborted) {
        this.#changed = Promise.withResolvers();
        await this.#tryApply(signal);
        await this.#pause(clock, signal);
      }
    } finally {
      unwatch();
    }
  }

  async #pause(clock: Clock, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const resync = sleep(clock, RESYNC_MS, AbortSignal.any([signal, over.signal])).catch(() => undefined);
    await Promise.race([resync, this.#changed.promise]);
    over.abort();
  }

  /** Whatever goes wrong, the next time it may not: HAProxy restarts, the API server is away. */
  async #tryApply(signal: AbortSignal): Promise<void> {
    try {
      await this.#apply(signal);
    } catch (error) {
      if (!signal.aborted) this.#tell(error instanceof Error ? error.message : String(error));
    }
  }

  async #apply(signal: AbortSignal): Promise<void> {
    const { cluster, namespace, haproxy, logger } = this.#parts;
    const splits = await cluster.store.list(HAPROXY_SPLITS, namespace, signal);
    const live = readServerWeights(await haproxy.send('show servers state', signal));
    const { commands, missing } = planWeights(splits, live);
    for (const command of commands) {
      const answer = (await haproxy.send(command, signal)).trim();
      if (answer !== '') throw new Error(`HAProxy refuses "${command}": ${answer}`);
      logger.info('Weight set', { command });
    }
    this.#tell(missing.length > 0 ? `haproxy.cfg has no server ${missing.join(', ')}` : '');
  }

  /** Says a problem once, until there is another or none. */
  #tell(problem: string): void {
    if (problem !== '' && problem !== this.#lastTold) this.#parts.logger.warn('HAProxy can not be kept in step', { problem });
    this.#lastTold = problem;
  }
}
