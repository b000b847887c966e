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
  /** Arguments without effect: from the first on that is no flag. */
  readonly ignored: readonly string[];
}

// The mapped type of the table ties each row to its setting; a loop over the rows can't show that.
const ROWS = Object.entries(FLAGS) as readonly [keyof Settings, FlagRow<unknown>][];
const HELP = /^--?h(elp)?$/;
const OPTIONS: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>> =
  { ...Object.fromEntries(ROWS.map(([, { name }]) => [name, { type: 'string' as const }])), help: { type: 'boolean' } };

type Written = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads a command line as Go's flag package does: one dash or two, `-x=v` or `-x v`, up to the first argument that is no flag.
 *
 * @throws CanaryError Invalid: it names flag, value and what is allowed
 */
export function parseSettings(argv: readonly string[]): CommandLine {
  const args = argv.map(inLongForm);
  const end = endOfFlags(args);
  const { help, ...written } = readFlags(args.slice(0, end));
  const settings = Object.fromEntries(ROWS.map(([field, row]) => [field, valueOf(row, written[row.name])])) as unknown as Settings;
  return { settings, help: help === true, ignored: argv.slice(end).filter(argument => argument !== '--') };
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

/** With two dashes, and with their values where Go needs none. */
function inLongForm(argument: string): string {
  if (HELP.test(argument)) return '--help';
  const long = argument.replace(/^-(?=[^-])/, '--');
  return long === `--${FLAGS.zapReplaceGlobals.name}` ? `${long}=true` : long;
}

/** Flags end where an argument is none. @source Go flag.FlagSet.parseOne */
function endOfFlags(args: readonly string[]): number {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  return tokens.find(({ kind }) => kind !== 'option')?.index ?? args.length;
}

function readFlags(args: readonly string[]): Written {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new CanaryError('Invalid', 'never', `${(error as Error).message}; -help lists all flags`, { cause: error });
  }
}

function valueOf(row: FlagRow<unknown>, raw: string | boolean | undefined): unknown {
  if (typeof raw !== 'string') return row.initial;
  const value = row.read(raw);
  if (value === undefined) throw new CanaryError('Invalid', 'never', `flag -${row.name} has the value "${raw}"; allowed: ${row.allowed}`);
  return value;
}
