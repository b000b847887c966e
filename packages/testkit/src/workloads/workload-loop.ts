import { isDeepStrictEqual } from 'node:util';
import { isCanaryError } from '@flagger/sdk';
import type { CancelTimer, Clock, Logger, Manifest, ObjectKey, ObjectStore } from '@flagger/sdk';
import type { Endpoint } from './endpoint.ts';
import { isReady } from './pod.ts';
import type { SimulatedPod } from './pod.ts';
import type { SimulatedWorld, WorkloadModel } from './workload-model.ts';

/** What the loops of a simulation share. */
export interface LoopParts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly world: () => SimulatedWorld;
  readonly signal: AbortSignal;
}

/** A Pod that is removed and still answers. */
interface LeavingPod {
  readonly pod: SimulatedPod;
  readonly untilMs: number;
}

interface Tracked<P> {
  readonly name: string;
  readonly namespace: string;
  /** Tells an object from a later one of the same name. */
  uid: string | undefined;
  pods: P;
  leaving: readonly LeavingPod[];
  running: boolean;
  again: boolean;
  cancel: CancelTimer;
}

const RETRY_MS = 1000;

/** Runs one model over all objects of its type: one step at a time, with the status written after each. */
export class WorkloadLoop<T extends Manifest, P> {
  readonly #model: WorkloadModel<T, P>;
  readonly #parts: LoopParts;
  readonly #tracked = new Map<string, Tracked<P>>();

  constructor(model: WorkloadModel<T, P>, parts: LoopParts) {
    this.#model = model;
    this.#parts = parts;
  }

  /** Looks at an object now, or once more when it is being looked at already. */
  wake(key: ObjectKey): void {
    const tracked = this.#track(key);
    tracked.cancel();
    tracked.again = true;
    if (!tracked.running) void this.#run(key, tracked);
  }

  /** Whether any object is being looked at. */
  get busy(): boolean {
    return [...this.#tracked.values()].some(tracked => tracked.running);
  }

  /** The ready Pods of a namespace that have all labels of `selector`. */
  ready(namespace: string, selector: Readonly<Record<string, string>>): readonly Endpoint[] {
    const { nowMs } = this.#parts.world();
    return [...this.#tracked.values()]
      .filter(tracked => tracked.namespace === namespace)
      .flatMap(tracked => this.#answering(tracked, nowMs)
        .filter(pod => hasLabels(pod, selector))
        .map(pod => ({ namespace, pod: pod.name, workload: tracked.name, image: pod.template.spec?.containers?.[0]?.image ?? '' })));
  }

  #answering({ pods, leaving }: Tracked<P>, nowMs: number): readonly SimulatedPod[] {
    const ready = this.#model.listPods(pods).filter(pod => isReady(pod, nowMs));
    return [...ready, ...leaving.filter(({ untilMs }) => untilMs > nowMs).map(({ pod }) => pod)];
  }

  #replace(tracked: Tracked<P>, pods: P, { nowMs, defaults }: SimulatedWorld): void {
    const kept = new Set(this.#model.listPods(pods).map(pod => pod.name));
    const removed = this.#model.listPods(tracked.pods).filter(pod => isReady(pod, nowMs) && !kept.has(pod.name));
    const untilMs = nowMs + (defaults.drainMs ?? 0);
    tracked.leaving = [...tracked.leaving.filter(leaving => leaving.untilMs > nowMs), ...removed.map(pod => ({ pod, untilMs }))];
    tracked.pods = pods;
  }

  /** Forgets every moment at which it wanted to look again. */
  stop(): void {
    for (const tracked of this.#tracked.values()) tracked.cancel();
  }

  async #run(key: ObjectKey, tracked: Tracked<P>): Promise<void> {
    tracked.running = true;
    try {
      while (tracked.again) {
        tracked.again = false;
        await this.#step(key, tracked);
      }
    } catch (error) {
      if (this.#parts.signal.aborted) return;
      if (!isCanaryError(error)) throw error;
      this.#parts.logger.warn('simulated controller could not write', { kind: this.#model.type.kind, object: `${key.name}.${key.namespace}`, error });
      tracked.cancel = this.#parts.clock.after(RETRY_MS, () => this.wake(key));
    } finally {
      tracked.running = false;
    }
  }

  async #step(key: ObjectKey, tracked: Tracked<P>): Promise<void> {
    tracked.cancel();
    const object = await this.#parts.store.get(this.#model.type, key, this.#parts.signal);
    const world = this.#parts.world();
    if (object?.metadata.uid !== tracked.uid) this.#replace(tracked, this.#model.none, world);
    tracked.uid = object?.metadata.uid;
    if (object === undefined) return;
    const next = this.#model.advance(object, tracked.pods, world);
    tracked.again ||= next !== tracked.pods;
    this.#replace(tracked, next, world);
    await this.#write(object, next, world);
    const wakeAt = this.#model.wakeAtMs(object, next, world);
    if (wakeAt === undefined || this.#parts.signal.aborted) return;
    tracked.cancel = this.#parts.clock.after(Math.max(0, wakeAt - this.#parts.clock.now()), () => this.wake(key));
  }

  async #write(object: T, pods: P, world: SimulatedWorld): Promise<void> {
    const { store, signal } = this.#parts;
    const missing = Object.entries(this.#model.annotations(object, pods)).filter(([key, value]) => object.metadata.annotations?.[key] !== value);
    const metadata = missing.length === 0 ? undefined : { annotations: Object.fromEntries(missing) };
    if (metadata !== undefined) await store.patch(this.#model.type, object.metadata, { metadata }, signal);
    const was = 'status' in object && typeof object.status === 'object' && object.status !== null ? object.status : {};
    const status = this.#model.status(object, pods, world);
    if (isDeepStrictEqual(was, status)) return;
    const gone = Object.keys(was).filter(key => !(key in status)).map(key => [key, null] as const);
    await store.patchStatus(this.#model.type, object.metadata, { status: { ...Object.fromEntries(gone), ...status } }, signal);
  }

  #track(key: ObjectKey): Tracked<P> {
    const known = this.#tracked.get(idOf(key));
    if (known !== undefined) return known;
    const fresh: Tracked<P> = {
      name: key.name, namespace: key.namespace ?? '', uid: undefined, pods: this.#model.none, leaving: [], running: false, again: false, cancel: () => undefined,
    };
    this.#tracked.set(idOf(key), fresh);
    return fresh;
  }
}

function idOf(key: ObjectKey): string {
  return `${key.namespace}/${key.name}`;
}

function hasLabels(pod: SimulatedPod, selector: Readonly<Record<string, string>>): boolean {
  const labels = pod.template.metadata?.labels ?? {};
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
