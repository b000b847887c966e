import type { Counters } from './counters.ts';
import type { Labels } from './sample-history.ts';

/** A histogram's name and the upper bounds of its buckets, without +Inf, in the unit of its name. */
export interface HistogramShape {
  readonly name: string;
  readonly bounds: readonly number[];
}

/** Counts one observation: into every bucket that holds it, and into `_count` and `_sum`. */
export function observe(counters: Counters, histogram: HistogramShape, labels: Labels, value: number): void {
  for (const bound of [...histogram.bounds, Infinity]) {
    const le = bound === Infinity ? '+Inf' : String(bound);
    counters.increment({ __name__: `${histogram.name}_bucket`, ...labels, le }, value <= bound ? 1 : 0);
  }
  counters.increment({ __name__: `${histogram.name}_count`, ...labels });
  counters.increment({ __name__: `${histogram.name}_sum`, ...labels }, value);
}
