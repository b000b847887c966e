import type { LabelMatcher } from './expression.ts';

/** Labels of a series; the metric's name is `__name__`. */
export type Labels = Readonly<Record<string, string>>;

/** A value at a time, in milliseconds since the epoch. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** The samples of one series, oldest first. */
export interface Series {
  readonly labels: Labels;
  readonly samples: readonly Sample[];
}

interface Kept {
  readonly labels: Labels;
  samples: Sample[];
}

/** The samples of the last while, by series. */
export class SampleHistory {
  readonly #series = new Map<string, Kept>();
  readonly #keepMs: number;

  /** Samples older than `keepMs` are forgotten. Default 15 minutes. */
  constructor(keepMs = 15 * 60_000) {
    this.#keepMs = keepMs;
  }

  /** Adds a sample; times of a series must not go back. */
  add(labels: Labels, sample: Sample): void {
    const id = labelsId(labels);
    const kept = this.#series.get(id) ?? { labels, samples: [] };
    kept.samples.push(sample);
    const oldest = kept.samples[0]?.atMs ?? sample.atMs;
    // Not at every sample: copying all of them for one is too much.
    if (oldest < sample.atMs - 1.25 * this.#keepMs) kept.samples = kept.samples.filter(({ atMs }) => atMs > sample.atMs - this.#keepMs);
    this.#series.set(id, kept);
  }

  /** The series that all matchers fit, with their samples in (fromMs, toMs]. */
  select(matchers: readonly LabelMatcher[], fromMs: number, toMs: number): readonly Series[] {
    const tests = matchers.map(compile);
    return [...this.#series.values()]
      .filter(({ labels }) => tests.every(test => test(labels)))
      .map(({ labels, samples }) => ({ labels, samples: samples.filter(({ atMs }) => atMs > fromMs && atMs <= toMs) }))
      .filter(({ samples }) => samples.length > 0);
  }
}

/** The same text for the same labels, whatever their order. */
export function labelsId(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function compile({ label, operator, value }: LabelMatcher): (labels: Labels) => boolean {
  const wanted = operator.startsWith('=');
  if (operator === '=' || operator === '!=') return labels => ((labels[label] ?? '') === value) === wanted;
  const pattern = new RegExp(`^(?:${value})$`, 's');
  return labels => pattern.test(labels[label] ?? '') === wanted;
}
