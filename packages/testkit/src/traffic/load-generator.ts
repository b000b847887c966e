import { Agent } from 'node:http';
import type { CancelTimer, Clock } from '@flagger/sdk';
import { LoadClient } from './load-client.ts';
import type { LoadTarget } from './load-client.ts';
import { reportOf } from './load-report.ts';
import type { LoadReport, LoadSample } from './load-report.ts';

/** What load to make. */
export interface LoadOptions extends LoadTarget {
  /** Paces the requests and measures them. */
  readonly clock: Clock;
  readonly requestsPerSecond: number;
  /** Users that take turns, each with its cookies. Default 1. */
  readonly clients?: number;
}

const TICK_MS = 20;
/** How many answers are remembered where nobody takes them. */
const REMEMBERED = 100_000;

/** Sends requests at a steady rate, whatever the answers take, and sums up what it got. */
export class LoadGenerator {
  readonly #options: LoadOptions;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #clients: readonly LoadClient[];
  #samples: LoadSample[] = [];
  #turn = 0;
  #cancel: CancelTimer | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#clients = Array.from({ length: options.clients ?? 1 }, () => new LoadClient(options, options.clock, this.#agent));
  }

  /** Begins, and goes on until {@link stop}. */
  start(): void {
    const { clock, requestsPerSecond } = this.#options;
    const beganAt = clock.now();
    let sent = 0;
    const tick = (): void => {
      const due = Math.floor(((clock.now() - beganAt) * requestsPerSecond) / 1000);
      for (; sent < due; sent += 1) void this.#sendOne();
      this.#cancel = clock.after(TICK_MS, tick);
    };
    tick();
  }

  /** Sends `count` requests one after the other, and sums up these alone. */
  async send(count: number): Promise<LoadReport> {
    const samples: LoadSample[] = [];
    for (let sent = 0; sent < count; sent += 1) samples.push(await this.#nextClient().send());
    return reportOf(samples);
  }

  /** What was seen since the last call; of very many answers the latest. */
  take(): LoadReport {
    const report = reportOf(this.#samples);
    this.#samples = [];
    return report;
  }

  /** Sends no more, and cuts the connections. */
  stop(): void {
    this.#cancel?.();
    this.#agent.destroy();
  }

  async #sendOne(): Promise<void> {
    const sample = await this.#nextClient().send();
    this.#samples.push(sample);
    if (this.#samples.length > REMEMBERED) this.#samples = this.#samples.slice(REMEMBERED / 2);
  }

  #nextClient(): LoadClient {
    const client = this.#clients[this.#turn % this.#clients.length];
    this.#turn += 1;
    if (client === undefined) throw new RangeError('a load generator needs at least one client');
    return client;
  }
}
