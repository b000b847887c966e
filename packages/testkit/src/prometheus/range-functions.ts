import type { Sample } from './sample-history.ts';

/** The window that a range function looks at. */
export interface Window {
  readonly samples: readonly Sample[];
  readonly rangeMs: number;
  readonly endMs: number;
}

/** A value from the samples of a window; undefined where there are too few. */
export type RangeFunction = (window: Window) => number | undefined;

const total = ({ samples }: Window): number => samples.reduce((sum, { value }) => sum + value, 0);
const values = ({ samples }: Window): readonly number[] => samples.map(({ value }) => value);

/** The functions over ranges. */
export const RANGE_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  rate: window => perSecond(increase(window), window),
  increase,
  irate,
  delta: window => extrapolate(window, difference(window), false),
  avg_over_time: window => total(window) / window.samples.length,
  sum_over_time: total,
  min_over_time: window => Math.min(...values(window)),
  max_over_time: window => Math.max(...values(window)),
  count_over_time: window => window.samples.length,
  last_over_time: window => window.samples.at(-1)?.value,
};

/** A counter's growth over the window, resets made good, extrapolated to the window's ends. @source Prometheus extrapolatedRate */
function increase(window: Window): number | undefined {
  const resets = window.samples.reduce((sum, { value }, index) => {
    const before = window.samples[index - 1]?.value ?? value;
    return value < before ? sum + before : sum;
  }, 0);
  return extrapolate(window, difference(window) + resets, true);
}

function difference({ samples }: Window): number {
  return (samples.at(-1)?.value ?? 0) - (samples[0]?.value ?? 0);
}

function extrapolate({ samples, rangeMs, endMs }: Window, growth: number, counter: boolean): number | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < 2) return undefined;
  const sampledMs = last.atMs - first.atMs;
  const betweenMs = sampledMs / (samples.length - 1);
  const edge = (gapMs: number): number => (gapMs >= betweenMs * 1.1 ? betweenMs / 2 : gapMs);
  const toEnd = edge(endMs - last.atMs);
  let toStart = edge(first.atMs - (endMs - rangeMs));
  // A counter was not below zero: it is not extrapolated to before the moment when it would have been.
  if (counter && growth > 0 && first.value >= 0) toStart = Math.min(toStart, sampledMs * (first.value / growth));
  return growth * ((sampledMs + toStart + toEnd) / sampledMs);
}

function irate({ samples }: Window): number | undefined {
  const [before, last] = samples.slice(-2);
  if (before === undefined || last === undefined) return undefined;
  const growth = last.value < before.value ? last.value : last.value - before.value;
  return (growth * 1000) / (last.atMs - before.atMs);
}

function perSecond(growth: number | undefined, { rangeMs }: Window): number | undefined {
  return growth === undefined ? undefined : (growth * 1000) / rangeMs;
}
