import { CanaryError } from '@flagger/sdk';
import type { Clock, Logger, Manifest, ObjectKey } from '@flagger/sdk';
import { Backoff } from '../api/backoff.ts';
import { resourceName } from '../api/resource-path.ts';
import type { Change } from './change.ts';
import { Follower } from './follower.ts';
import type { RestartReason, WatchSink } from './follower.ts';
import { Milestones } from './milestones.ts';
import { Mirror } from './mirror.ts';
import type { Snapshot } from './mirror.ts';
import { OwnWrites } from './own-writes.ts';
import { Sync } from './sync.ts';
import type { WatchEvent } from './watch-event.ts';
import type { WatchScope, WatchSource } from './watch-source.ts';

/** What a cache works with. */
export interface WatchCacheParts<T extends Manifest> {
  readonly scope: WatchScope<T>;
  readonly source: WatchSource<T>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly announce: (change: Change) => void;
}

const MISSING_WAITS = { firstMs: 5_000, longestMs: 60_000 };

/** The objects of one scope, kept up to date by a watch that the first reader starts. */
export class WatchCache<T extends Manifest = Manifest> implements WatchSink<T> {
  readonly scope: WatchScope<T>;
  readonly #parts: WatchCacheParts<T>;
  readonly #mirror: Mirror<T>;
  readonly #own: OwnWrites;
  readonly #sync = new Sync();
  readonly #milestones = new Milestones();
  readonly #missingWaits: Backoff;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #recheckAt = 0;
  #restarts = 0;
  #paused = false;

  constructor(parts: WatchCacheParts<T>) {
    this.scope = parts.scope;
    this.#parts = parts;
    this.#mirror = new Mirror(parts.scope.type);
    this.#own = new OwnWrites(parts.announce);
    this.#missingWaits = new Backoff(MISSING_WAITS, parts.clock);
  }

  get state(): 'syncing' | 'synced' | 'failing' | 'missing' {
    return this.#sync.state;
  }

  /** The version up to which everything is known. */
  get seen(): string {
    return this.#mirror.seen;
  }

  get size(): number {
    return this.#mirror.size;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get(key: ObjectKey): T | undefined {
    return this.#mirror.get(key);
  }

  list(namespace: string | undefined): readonly T[] {
    return this.#mirror.list(namespace);
  }

  /** Resolves when reads can be served. Starts the watch; a missing type is looked for again, but not more often than the backoff allows. @throws CanaryError */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.#sync.state === 'synced') return;
    this.#stopped.signal.throwIfAborted();
    const due = this.#sync.state !== 'missing' || this.#parts.clock.now() >= this.#recheckAt;
    if (this.#running === undefined && due) this.#start();
    await this.#sync.wait(signal);
  }

  /** Resolves when the watch has come to `version`; also when it waits before it asks the server again. */
  async reached(version: string, signal: AbortSignal): Promise<void> {
    if (this.#running !== undefined && !this.#paused) await this.#milestones.wait(version, this.#mirror.seen, signal);
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new CanaryError('ApiUnavailable', 'later', `the cache of ${resourceName(this.scope.type)} was closed`));
    this.#sync.failed(this.#stopped.signal.reason);
    await this.#running;
  }

  /** An own write of an object begins. */
  beginWrite(key: ObjectKey): void {
    this.#own.begin(key);
  }

  /** It was answered with the object's new state. */
  wrote(object: T): void {
    this.#own.wrote(object.metadata.resourceVersion ?? '');
    this.#mirror.write(object);
  }

  /** It deleted the object. */
  deleted(key: ObjectKey, uid: string | undefined): void {
    this.#own.deleted(key);
    this.#mirror.bury(key, uid);
  }

  /** It is over, whatever came of it. */
  endWrite(key: ObjectKey): void {
    this.#own.end(key);
    this.#own.forgetUpTo(this.#mirror.seen);
  }

  replace(snapshot: Snapshot<T>): void {
    const first = this.#mirror.seen === '';
    const changes = this.#mirror.replace(snapshot);
    // Whoever reads first sees the objects; only what changes after that is news.
    if (!first) for (const { version, change } of changes) this.#own.judge(version, change);
    this.#own.forgetUpTo(snapshot.version);
    this.#missingWaits.reset();
    this.#milestones.reached(this.#mirror.seen);
    this.#sync.succeeded();
  }

  observe(event: WatchEvent<T>): void {
    if (event.kind === 'bookmark') this.#mirror.advance(event.version);
    else this.#observeObject(event.kind, event.object);
    this.#milestones.reached(this.#mirror.seen);
  }

  restarted(reason: RestartReason): void {
    this.#restarts += 1;
    this.#parts.logger.debug('Watch restarted', { resource: resourceName(this.scope.type), namespace: this.scope.namespace, reason });
  }

  failed(error: CanaryError): void {
    if (this.#sync.failed(error)) {
      this.#parts.logger.warn('Kubernetes API watch failed', { resource: resourceName(this.scope.type), namespace: this.scope.namespace, error: error.message });
    }
  }

  paused(): void {
    this.#paused = true;
    this.#milestones.giveUp();
  }

  resumed(): void {
    this.#paused = false;
  }

  #observeObject(kind: 'put' | 'gone', object: T): void {
    const version = object.metadata.resourceVersion ?? '';
    const change = kind === 'put' ? this.#mirror.put(object) : this.#mirror.drop(object);
    if (change === undefined) this.#own.settleEcho(version);
    else this.#own.judge(version, change);
  }

  #start(): void {
    this.#sync.started();
    const { source, clock } = this.#parts;
    const { signal } = this.#stopped;
    this.#running = new Follower(source, this, clock).run(signal).then(missing => this.#lost(missing), (error: unknown) => {
      if (!signal.aborted) this.#crashed(error);
    });
  }

  #lost(error: CanaryError): void {
    this.#running = undefined;
    this.#milestones.giveUp();
    this.#recheckAt = this.#parts.clock.now() + this.#missingWaits.nextMs();
    if (this.#mirror.seen !== '') this.replace({ objects: [], version: this.#mirror.seen });
    this.#sync.missing(error);
  }

  /** A defect of ours ended the watch; readers get it, and the next one starts over. */
  #crashed(error: unknown): void {
    this.#running = undefined;
    this.#milestones.giveUp();
    this.#sync.missing(error);
    this.#parts.logger.error('Watch crashed', { resource: resourceName(this.scope.type), error });
  }
}
