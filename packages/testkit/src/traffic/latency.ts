/** How long answers take: half of them no longer than the median, 99 % no longer than p99. */
export interface Latency {
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** The standard normal's 99th percentile. */
const Z99 = 2.326_347_874;

/** Draws from the log-normal distribution with this median and 99th percentile. */
export function drawLatencyMs({ medianMs, p99Ms }: Latency, random: () => number): number {
  if (medianMs <= 0 || p99Ms <= medianMs) return Math.max(0, medianMs);
  const sigma = Math.log(p99Ms / medianMs) / Z99;
  return medianMs * Math.exp(sigma * drawNormal(random));
}

/** Draws from the standard normal distribution (Box and Muller). */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
