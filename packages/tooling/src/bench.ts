import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './workspace.ts';

/** Takes one figure of one run; figures of the same name are put together. `beside` is what to compare it with, in words. */
export type Report = (figure: string, value: number, unit: string, beside?: string) => void;

/** What a `packages/NAME/bench/WHAT.bench.ts` module exports by default, alone or in a list. */
export interface Benchmark {
  readonly name: string;
  /** How often it runs. Default 5. */
  readonly rounds?: number;
  readonly run: (report: Report) => Promise<void>;
}

/** The spread of one figure over all rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Least, middle and greatest of at least one value. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** Runs one benchmark and returns a line for each of its figures. */
export async function measure({ name, rounds = 5, run }: Benchmark): Promise<readonly string[]> {
  const figures = new Map<string, { readonly unit: string; readonly beside: string; readonly values: number[] }>();
  const report: Report = (figure, value, unit, beside = '') => {
    const known = figures.get(figure) ?? { unit, beside, values: [] };
    figures.set(figure, known);
    known.values.push(value);
  };
  for (let round = 0; round < rounds; round += 1) await run(report);
  return [...figures].map(([figure, { unit, beside, values }]) => renderLine(`${name}: ${figure}`, unit, values) + (beside === '' ? '' : `   ${beside}`));
}

function renderLine(title: string, unit: string, values: readonly number[]): string {
  const { min, median, max } = spread(values);
  const [low, middle, high] = [min, median, max].map(value => value.toLocaleString('en', { maximumSignificantDigits: 4 }));
  return `${title.padEnd(60)} ${middle} ${unit} (min ${low}, max ${high}, n ${values.length})`;
}

async function main(filter: string): Promise<void> {
  const paths = globSync(['packages/*/bench/*.bench.ts', 'packages/providers/*/bench/*.bench.ts'], { cwd: ROOT }).toSorted();
  for (const path of paths.filter(each => each.includes(filter))) {
    const { default: benchmarks } = (await import(join(ROOT, path))) as { readonly default: Benchmark | readonly Benchmark[] };
    for (const benchmark of [benchmarks].flat()) for (const line of await measure(benchmark)) process.stdout.write(`${line}\n`);
  }
}

if (import.meta.main) await main(process.argv[2] ?? '');
