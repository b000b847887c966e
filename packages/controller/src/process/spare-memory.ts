import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** As much of the young part of the heap as many rollouts at once need; below it they would collect garbage most of the time. */
const ENOUGH_YOUNG_BYTES = 8 * 2 ** 20;

/**
 * Keeps the process small. It works for what is loaded and done after it.
 *
 * V8 lets garbage pile up to 128 MB before it collects the young part of the heap, because that is fastest; an operator that mostly
 * sleeps gains nothing by it. Both settings are rates that V8 looks up whenever it is about to let the heap grow, so they can be set
 * at run time; a flag on Node's command line could not be relied on, as everybody starts the operator in their own way.
 */
export function spareMemory(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
  new PerformanceObserver(limitYoungGeneration).observe({ entryTypes: ['gc'] });
}

function limitYoungGeneration(): void {
  const youngBytes = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
  setFlagsFromString(`--semi-space-growth-factor=${youngBytes < ENOUGH_YOUNG_BYTES ? 2 : 1}`);
}
