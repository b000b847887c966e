import type { Cluster } from '@flagger/cluster';
import { CANARIES } from '@flagger/sdk';
import type { Clock, Logger } from '@flagger/sdk';
import { Registry } from 'prom-client';
import { createSystemClock } from '../clock/system-clock.ts';
import type { Assembled } from '../compose/assemble.ts';
import type { Flags } from '../flags/flags.ts';
import { silentLogger } from '../logging/silent-logger.ts';
import type { Operator, OperatorOptions } from '../operator.ts';
import { CanaryRecorder } from '../recorder/canary-recorder.ts';
import { declareOperatorSeries } from '../recorder/operator-series.ts';
import type { OperatorSeries } from '../recorder/operator-series.ts';
import { startServer } from '../server/create-server.ts';
import type { OperatorServer } from '../server/create-server.ts';
import { VERSION } from '../version.ts';
import { Leadership } from './leadership.ts';
import { within } from './within.ts';

const GRACE_MS = { ticks: 10_000, messages: 3_000 };

/** See {@link Operator}. What is heavy is loaded when the HTTP server answers already. */
export class RunningOperator implements Operator {
  readonly #options: OperatorOptions & { readonly flags: Flags };
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #registry = new Registry();
  readonly #recorder: CanaryRecorder;
  readonly #series: OperatorSeries;
  readonly #leadership: Leadership;
  readonly #stopping = new AbortController();
  readonly #clusters = new Map<Cluster, () => Promise<void>>();
  #server: OperatorServer | undefined;
  #assembled: Assembled | undefined;
  #ready = false;

  constructor(options: OperatorOptions & { readonly flags: Flags }) {
    this.#options = options;
    this.#clock = options.clock ?? createSystemClock();
    this.#logger = options.logger ?? silentLogger;
    this.#recorder = new CanaryRecorder(this.#registry, { version: VERSION, meshProvider: options.flags.meshProvider });
    this.#series = declareOperatorSeries(this.#registry, { queued: () => this.#assembled?.fleet.queued ?? 0, watchRestarts: () => this.#watchRestarts() });
    this.#leadership = new Leadership({ flags: options.flags, clock: this.#clock, logger: this.#logger });
    // The lease is gone: whatever is under way must not write any more.
    void this.#leadership.lost.then(() => this.#assembled?.fleet.stop(0));
  }

  get leadershipLost(): Promise<void> {
    return this.#leadership.lost;
  }

  get port(): number | undefined {
    return this.#server?.port;
  }

  metrics(): Promise<string> {
    return this.#registry.metrics();
  }

  async start(): Promise<void> {
    const { signal } = this.#stopping;
    await this.#listen();
    const { assemble } = await import('../compose/assemble.ts');
    const assembled = await assemble({
      options: this.#options, clock: this.#clock, logger: this.#logger, recorder: this.#recorder, series: this.#series,
      onCluster: (cluster, close) => this.#opened(cluster, close),
    }, signal);
    this.#assembled = assembled;
    const { cluster, fleet } = assembled;
    // Standbys keep warm: a new leader begins without reading everything first.
    await cluster.store.list(CANARIES, this.#options.flags.namespace || undefined, signal);
    this.#ready = true;
    await this.#leadership.begin(cluster, () => fleet.start(signal));
  }

  async stop(): Promise<void> {
    this.#ready = false;
    const { fleet, outbox, events } = this.#assembled ?? {};
    await fleet?.stop(GRACE_MS.ticks);
    this.#stopping.abort(new Error('the operator stops'));
    await this.#leadership.end();
    // A channel that hangs must not hold up the events; one that fails is told by another event.
    await within(this.#clock, GRACE_MS.messages, signal => Promise.all([events?.flush(signal), outbox?.finish().then(() => events?.flush(signal))]));
    outbox?.close();
    events?.close();
    await this.#server?.close();
    await Promise.all([...this.#clusters.values()].map(close => close()));
  }

  async idle(): Promise<void> {
    const { fleet, outbox, events } = this.#assembled ?? {};
    do {
      await fleet?.idle();
      await outbox?.idle();
      await events?.flush(this.#stopping.signal);
    } while (fleet?.busy === true);
  }

  async #listen(): Promise<void> {
    const { flags, listen = { host: '0.0.0.0' } } = this.#options;
    if (listen === false) return;
    this.#server = await startServer({
      host: listen.host, port: flags.port, clock: this.#clock, logger: this.#logger,
      metrics: async () => ({ contentType: this.#registry.contentType, text: await this.#registry.metrics() }),
      notReady: () => this.#notReady(),
    });
  }

  /** A cluster that opens while everything closes is closed at once. */
  #opened(cluster: Cluster, close: () => Promise<void>): void {
    if (this.#stopping.signal.aborted) void close();
    else this.#clusters.set(cluster, close);
  }

  #notReady(): string | undefined {
    if (!this.#ready) return 'starting or stopping';
    return [...this.#clusters.keys()].every(cluster => cluster.synced()) ? undefined : 'not all watches are complete';
  }

  #watchRestarts(): ReadonlyMap<string, number> {
    const restarts = new Map<string, number>();
    for (const { type, restarts: count } of [...this.#clusters.keys()].flatMap(cluster => cluster.caches())) {
      restarts.set(type.plural, (restarts.get(type.plural) ?? 0) + count);
    }
    return restarts;
  }
}
