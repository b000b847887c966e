import { parseArgs } from 'node:util';
import { CanaryError } from '@flagger/sdk';
import { FLAGS } from './flag-table.ts';
import type { FlagRow } from './flag-table.ts';
import type { Settings } from './settings.ts';

/** What a command line asks for. */
export interface CommandLine {
  readonly settings: Settings;
  /** `-h` or `-help` was given. */
  readonly help: boolean;
}

// The mapped type of the table ties each row to its setting; a loop over the rows can't show that.
const ROWS = Object.entries(FLAGS) as readonly [keyof Settings, FlagRow<unknown>][];
const HELP = /^--?h(elp)?$/;

/**
 * Reads a command line as Go's flag package does: one dash or two, `-x=v` or `-x v`.
 *
 * @throws CanaryError Invalid: it names flag, value and what is allowed
 */
export function parseSettings(argv: readonly string[]): CommandLine {
  const written = readFlags(argv.filter(argument => !HELP.test(argument)));
  const settings = Object.fromEntries(ROWS.map(([field, row]) => [field, valueOf(row, written[row.name])])) as unknown as Settings;
  return { settings, help: argv.some(argument => HELP.test(argument)) };
}

/** The settings as they are without arguments. */
export function defaultSettings(): Settings {
  return parseSettings([]).settings;
}

/** All flags with their defaults, for `-help`. */
export function renderUsage(): string {
  const lines = ROWS.map(([, { name, help, initial }]) => `  -${name}\n    \t${help}${renderDefault(name, initial)}`);
  return ['Usage of loadtester:', ...lines, ''].join('\n');
}

function renderDefault(name: string, initial: unknown): string {
  const text = name === FLAGS.timeoutMs.name ? `${Number(initial) / 60_000}m` : String(initial);
  return text === '' || text === 'false' ? '' : ` (default ${text})`;
}

function readFlags(argv: readonly string[]): Readonly<Record<string, string | undefined>> {
  const args = argv.map(argument => argument.replace(/^-(?=[^-])/, '--')).map(argument => (argument === '--zap-replace-globals' ? `${argument}=true` : argument));
  const options = Object.fromEntries(ROWS.map(([, { name }]) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    throw new CanaryError('Invalid', 'never', `${(error as Error).message}; -help lists all flags`, { cause: error });
  }
}

function valueOf(row: FlagRow<unknown>, raw: string | undefined): unknown {
  if (raw === undefined) return row.initial;
  const value = row.read(raw);
  if (value === undefined) throw new CanaryError('Invalid', 'never', `flag -${row.name} has the value "${raw}"; allowed: ${row.allowed}`);
  return value;
}
