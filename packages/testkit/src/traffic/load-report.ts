/** One answer that the load generator got. */
export interface LoadSample {
  /** What the answer's `x-version` says; undefined: no version answered. */
  readonly version: string | undefined;
  /** 0: there was no answer. */
  readonly status: number;
  readonly durationMs: number;
}

/** What a load generator saw. */
export interface LoadReport {
  readonly requests: number;
  /** Requests by version; `none` where the mesh itself answered. */
  readonly byVersion: Readonly<Record<string, number>>;
  /** Requests by `2xx`, `4xx`, `5xx`, and `0xx` where there was no answer. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Percent of answers without a 5xx; 100 where there were none. */
  readonly successRatePercent: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

/** Sums answers up. */
export function reportOf(samples: readonly LoadSample[]): LoadReport {
  const durations = samples.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const failed = samples.filter(({ status }) => status === 0 || status >= 500).length;
  return {
    requests: samples.length,
    byVersion: countBy(samples, ({ version }) => version ?? 'none'),
    byStatus: countBy(samples, ({ status }) => `${Math.floor(status / 100)}xx`),
    successRatePercent: samples.length === 0 ? 100 : (100 * (samples.length - failed)) / samples.length,
    p50Ms: percentile(durations, 0.5),
    p90Ms: percentile(durations, 0.9),
    p99Ms: percentile(durations, 0.99),
  };
}

/** The share of requests that a version got, in percent; 0 where there were none. */
export function sharePercent(report: LoadReport, version: string): number {
  return report.requests === 0 ? 0 : (100 * (report.byVersion[version] ?? 0)) / report.requests;
}

function countBy(samples: readonly LoadSample[], key: (sample: LoadSample) => string): Readonly<Record<string, number>> {
  const groups = Map.groupBy(samples, key);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.length]));
}

/** The smallest duration that is not exceeded by this share of all. */
function percentile(sortedMs: readonly number[], share: number): number {
  return sortedMs[Math.max(0, Math.ceil(share * sortedMs.length) - 1)] ?? 0;
}
