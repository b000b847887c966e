import { labelsId } from './sample-history.ts';
import { omit } from './value.ts';
import type { Point } from './value.ts';

interface Bucket {
  readonly upTo: number;
  readonly count: number;
}

/** A quantile of each histogram, linear within a bucket. @source Prometheus bucketQuantile */
export function histogramQuantile(quantile: number, points: readonly Point[]): readonly Point[] {
  const histograms = Map.groupBy(points.filter(({ labels }) => labels['le'] !== undefined), ({ labels }) => labelsId(omit(labels, ['le', '__name__'])));
  return [...histograms.values()].map(buckets => ({
    labels: omit(buckets[0]?.labels ?? {}, ['le', '__name__']),
    value: bucketQuantile(quantile, buckets.map(({ labels, value }) => ({ upTo: bound(labels['le'] ?? ''), count: value }))),
  }));
}

function bucketQuantile(quantile: number, unordered: readonly Bucket[]): number {
  if (Number.isNaN(quantile)) return Number.NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const buckets = growing(unordered.toSorted((a, b) => a.upTo - b.upTo));
  return isWhole(buckets) ? withinBuckets(quantile, buckets) : Number.NaN;
}

/** A histogram ends at infinity, has a bound before that, and has counted something. */
function isWhole(buckets: readonly Bucket[]): boolean {
  const last = buckets.at(-1);
  return last?.upTo === Infinity && buckets.length >= 2 && last.count > 0;
}

function withinBuckets(quantile: number, buckets: readonly Bucket[]): number {
  const rank = quantile * (buckets.at(-1)?.count ?? 0);
  const at = buckets.findIndex(({ count }) => count >= rank);
  const bucket = buckets[at];
  if (bucket === undefined || bucket.upTo === Infinity) return buckets.at(-2)?.upTo ?? Number.NaN;
  if (at === 0 && bucket.upTo <= 0) return bucket.upTo;
  const below = buckets[at - 1] ?? { upTo: 0, count: 0 };
  return below.upTo + ((bucket.upTo - below.upTo) * (rank - below.count)) / (bucket.count - below.count);
}

/** Counts are cumulative; where scrapes of a histogram's buckets disagree, they are made so. */
function growing(buckets: readonly Bucket[]): readonly Bucket[] {
  let most = 0;
  return buckets.map(({ upTo, count }) => {
    most = Math.max(most, count);
    return { upTo, count: Number.isNaN(count) ? count : most };
  });
}

function bound(le: string): number {
  return le === '+Inf' ? Infinity : Number(le);
}
