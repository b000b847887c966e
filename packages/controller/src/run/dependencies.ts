import type { Cluster, LiveStore } from '@flagger/cluster';
import { ReadIndex } from './read-index.ts';

/** Knows which canary looked at what, in each cluster, so that a change wakes those that it concerns. */
export class Dependencies {
  readonly #indexes: ReadonlyMap<Cluster, ReadIndex>;

  constructor(clusters: readonly Cluster[]) {
    this.#indexes = new Map(clusters.map(cluster => [cluster, new ReadIndex()]));
  }

  /** Tells which canaries each foreign change concerns. Returns the way to stop. */
  listen(wake: (canary: string) => void): () => void {
    const stops = [...this.#indexes].map(([cluster, index]) =>
      cluster.watchEvery(change => {
        for (const canary of index.concerned(change)) wake(canary);
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
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
}
