import type { Labels, Series } from './sample-history.ts';

/** One element of an instant vector. */
export interface Point {
  readonly labels: Labels;
  readonly value: number;
}

/** What an expression evaluates to. */
export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'vector'; readonly points: readonly Point[] }
  | { readonly kind: 'matrix'; readonly series: readonly Series[]; readonly rangeMs: number; readonly endMs: number };

/** Labels without the metric's name: what is computed is no longer that metric. */
export function withoutName({ __name__: _, ...labels }: Labels): Labels {
  return labels;
}

/** Only these labels, where they are set. */
export function pick(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));
}

/** All but these labels. */
export function omit(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
}
