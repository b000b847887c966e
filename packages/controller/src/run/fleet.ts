import type { Change, Cluster } from '@flagger/cluster';
import { CANARIES } from '@flagger/sdk';
import type { Canary, Clock, Logger } from '@flagger/sdk';
import { canaryKey } from '../canary/canary-key.ts';
import type { CanaryRunner } from '../canary/canary-runner.ts';
import type { CanaryRecorder } from '../recorder/canary-recorder.ts';
import type { Dependencies } from './dependencies.ts';
import type { RolloutLimits } from './rollout-limits.ts';
import { Scheduler } from './scheduler.ts';
import { TargetIndex } from './target-index.ts';

/** What a fleet works with. */
export interface FleetParts {
  readonly cluster: Cluster;
  /** '' for all. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runner: CanaryRunner;
  readonly dependencies: Dependencies;
  readonly limits: RolloutLimits;
  readonly recorder: CanaryRecorder;
  /** Told how late each turn begins. */
  readonly onTurn: (lagMs: number) => void;
}

/** All canaries: each gets its turns from the moment it appears until it is gone. */
export class Fleet {
  readonly #parts: FleetParts;
  readonly #scheduler: Scheduler;
  readonly #canaries = new Map<string, Canary>();
  readonly #targets = new TargetIndex();
  readonly #unwatch: (() => void)[] = [];

  constructor(parts: FleetParts) {
    this.#parts = parts;
    const { clock, runner, onTurn } = parts;
    this.#scheduler = new Scheduler({ clock, run: (key, signal) => runner.run(key, signal), onGone: key => this.#gone(key), onTurn });
  }

  /** How many wait for their turn. */
  get queued(): number {
    return this.#scheduler.queued;
  }

  /** Whether anything runs or waits for its turn. */
  get busy(): boolean {
    return this.#scheduler.running > 0 || this.#scheduler.queued > 0;
  }

  /** Takes in the canaries that there are, and those that come. */
  async start(signal: AbortSignal): Promise<void> {
    const { cluster, namespace, dependencies, limits } = this.#parts;
    limits.begin(await cluster.store.list(CANARIES, namespace || undefined, signal), key => this.#scheduler.wake(key));
    this.#unwatch.push(cluster.watch(CANARIES, change => this.#changed(change)), dependencies.listen(key => this.#scheduler.wake(key)));
    for (const canary of await cluster.store.list(CANARIES, namespace || undefined, signal)) this.#seen(canary);
  }

  /** Resolves when nothing runs and nothing waits for its turn. */
  idle(): Promise<void> {
    return this.#scheduler.idle();
  }

  /** Ends the turns under way, the slow ones after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    for (const stop of this.#unwatch) stop();
    await this.#scheduler.stop(graceMs);
  }

  #changed({ kind, object, previous }: Change<Canary>): void {
    if (kind === 'deleted') return this.#scheduler.remove(canaryKey(object));
    const before = previous?.spec.service?.name ?? '';
    const after = object.spec.service?.name ?? '';
    if (before !== '' && before !== after) {
      this.#log(object).warn(`The service name changed to ${after}, remove ${before} objects to avoid routing conflicts`);
    }
    this.#seen(object);
  }

  #seen(canary: Canary): void {
    const key = canaryKey(canary);
    const isNew = !this.#canaries.has(key);
    this.#canaries.set(key, canary);
    if (isNew) this.#count();
    const shared = this.#targets.note(canary);
    if (shared !== undefined) this.#log(canary).error(`Bad things will happen! Found more than one canary with the same target ${shared}`);
    this.#scheduler.add(key);
  }

  #gone(key: string): void {
    const { recorder, runner, cluster } = this.#parts;
    const canary = this.#canaries.get(key);
    this.#canaries.delete(key);
    this.#targets.forget(key);
    runner.forget(key);
    if (canary === undefined) return;
    recorder.forget(canary);
    const { namespace = '' } = canary.metadata;
    if (!this.#count().has(namespace)) cluster.release(namespace);
  }

  #count(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { metadata: { namespace = '' } } of this.#canaries.values()) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
    this.#parts.recorder.total(counts);
    return counts;
  }

  #log({ metadata: { name, namespace = '' } }: Canary): Logger {
    return this.#parts.logger.child({ canary: `${name}.${namespace}` });
  }
}
