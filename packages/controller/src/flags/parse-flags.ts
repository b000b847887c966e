import { CanaryError } from '@flagger/sdk';
import { closest, distance } from 'fastest-levenshtein';
import { FLAGS, KLOG_FLAGS } from './flag-table.ts';
import type { FlagRow } from './flag-table.ts';
import type { Flags } from './flags.ts';
import { splitArguments } from './split-arguments.ts';

/** What a command line asks for. */
export interface CommandLine {
  readonly flags: Flags;
  /** `-h` or `-help` was given. */
  readonly help: boolean;
  /** Arguments without effect, because they follow one that is no flag. */
  readonly ignored: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

// The mapped type of the table ties each row to its field; a loop over the rows can't show that.
const ROWS = Object.entries(FLAGS) as readonly [keyof Flags, FlagRow<unknown>][];
const BY_NAME = new Map(ROWS.map(([field, row]) => [row.name, { field, row }]));
const HELP = new Set(['h', 'help']);

/**
 * Reads flags and environment; a variable that is not empty wins over its flag.
 *
 * @throws CanaryError Invalid: it names flag, value and what is allowed, or the flag that was meant
 * @source flagger cmd/flagger/main.go
 */
export function parseFlags(argv: readonly string[], env: Environment): CommandLine {
  const { flags: written, ignored } = splitArguments(argv, isSwitch);
  const values = new Map<keyof Flags, unknown>(ROWS.map(([field, row]) => [field, row.initial]));
  for (const { name, value } of written) {
    const known = BY_NAME.get(name);
    if (known !== undefined) values.set(known.field, read(known.row, value, `flag -${name}`));
  }
  for (const [field, row] of ROWS) {
    const value = row.env === undefined ? '' : (env[row.env] ?? '');
    if (value !== '') values.set(field, read(row, value, `variable ${row.env}`));
  }
  const help = written.some(({ name }) => HELP.has(name));
  return { flags: Object.fromEntries(values) as unknown as Flags, help, ignored };
}

/** The flags as they are without arguments and environment. */
export function defaultFlags(): Flags {
  return parseFlags([], {}).flags;
}

/** All flags with their defaults, for `-help`. */
export function renderUsage(): string {
  const lines = ROWS.map(([, { name, kind, initial, help, env }]) => {
    const shown = kind.show(initial);
    const notes = [shown === '' || shown === 'false' ? '' : `default ${shown}`, env === undefined ? '' : `variable ${env} wins`].filter(note => note !== '');
    return `  -${name}\n    \t${help}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
  });
  return ['Usage of flagger:', ...lines, ''].join('\n');
}

function isSwitch(name: string): boolean {
  const known = BY_NAME.get(name)?.row.kind.isSwitch ?? KLOG_FLAGS.get(name) ?? (HELP.has(name) || undefined);
  if (known === undefined) throw new CanaryError('Invalid', 'never', `unknown flag -${name}${suggestion(name)}`);
  return known;
}

function suggestion(name: string): string {
  const nearest = closest(name, [...BY_NAME.keys()]);
  const isNear = distance(name, nearest) <= Math.max(2, nearest.length / 3);
  return isNear ? `; did you mean -${nearest}?` : '; -help lists all flags';
}

function read(row: FlagRow<unknown>, raw: string, source: string): unknown {
  const value = row.kind.parse(raw);
  if (value === undefined) throw new CanaryError('Invalid', 'never', `${source} has the value "${raw}"; allowed: ${row.kind.allowed}`);
  return value;
}
