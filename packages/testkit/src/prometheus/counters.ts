import { labelsId } from './sample-history.ts';
import type { Labels, SampleHistory } from './sample-history.ts';

/** Counters as an application keeps them: they only grow. */
export class Counters {
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>();

  /** Adds to a counter, which begins at zero. */
  increment(labels: Labels, by = 1): void {
    const id = labelsId(labels);
    const counter = this.#counts.get(id) ?? { labels, value: 0 };
    counter.value += by;
    this.#counts.set(id, counter);
  }

  /** Writes the present values down, as a scrape does. */
  sampleInto(history: SampleHistory, atMs: number): void {
    for (const { labels, value } of this.#counts.values()) history.add(labels, { atMs, value });
  }
}
