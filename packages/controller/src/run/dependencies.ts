import type { Cluster, LiveStore } from '@flagger/cluster';
import { ReadIndex } from './read-index.ts';

/** Knows which canary looked at what, in each cluster, and wakes those that a change concerns. */
export class Dependencies {
  readonly #indexes: ReadonlyMap<Cluster, ReadIndex>;
  readonly #stops: readonly (() => void)[];

  constructor(clusters: readonly Cluster[], wake: (canary: string) => void) {
    this.#indexes = new Map(clusters.map(cluster => [cluster, new ReadIndex()]));
    this.#stops = [...this.#indexes].map(([cluster, index]) =>
      cluster.watchEvery(change => {
        for (const canary of index.concerned(change)) wake(canary);
      }),
    );
  }

  /** A view of a cluster's store for one canary; what it reads concerns it. */
  storeFor(cluster: Cluster, canary: string): LiveStore {
    return cluster.trackReads(read => this.#indexes.get(cluster)?.note(canary, read));
  }

  /** The canary's next turn begins. */
  nextTurn(canary: string): void {
    for (const index of this.#indexes.values()) index.nextTurn(canary);
  }

  /** The canary is gone. */
  forget(canary: string): void {
    for (const index of this.#indexes.values()) index.forget(canary);
  }

  /** Wakes nobody any more. */
  close(): void {
    for (const stop of this.#stops) stop();
  }
}
