import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets garbage pile up to 128 MB before it collects the young part of the heap, because that is fastest; an operator that mostly
 * sleeps gains nothing by it. Both settings are rates that V8 looks up whenever it is about to let the heap grow, so they can be set
 * at run time; a flag on Node's command line could not be relied on, as everybody starts the operator in their own way.
 */
const FLAGS = ['--semi-space-growth-factor=1', '--optimize-for-size'];

/** Keeps the process small. It works for what is loaded and done after it. */
export function spareMemory(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
