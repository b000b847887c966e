import { CanaryError } from '@flagger/sdk';

/** A flag as it was written. */
export interface WrittenFlag {
  readonly name: string;
  readonly value: string;
}

/** A command line, cut into flags. */
export interface SplitArguments {
  readonly flags: readonly WrittenFlag[];
  /** From the first argument on that is no flag; Go's flag package ignores them too. */
  readonly ignored: readonly string[];
}

/**
 * Cuts a command line as Go's flag package does: one dash or two, `-x=v` or `-x v`; a switch takes no separate value.
 *
 * @param isSwitch whether a flag needs no value; it throws for a flag that does not exist
 * @source Go flag.FlagSet.parseOne
 * @throws CanaryError Invalid
 */
export function splitArguments(argv: readonly string[], isSwitch: (name: string) => boolean): SplitArguments {
  const flags: WrittenFlag[] = [];
  let at = 0;
  for (; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '--') return { flags, ignored: argv.slice(at + 1) };
    const [, name, inline] = /^--?([^=-][^=]*)(?:=([^]*))?$/.exec(argument) ?? [];
    if (name === undefined) break;
    const needsNoValue = isSwitch(name);
    if (inline !== undefined || needsNoValue) {
      flags.push({ name, value: inline ?? 'true' });
      continue;
    }
    at += 1;
    flags.push({ name, value: valueAfter(argv, at, argument) });
  }
  return { flags, ignored: argv.slice(at) };
}

function valueAfter(argv: readonly string[], at: number, flag: string): string {
  const value = argv[at];
  if (value === undefined) throw new CanaryError('Invalid', 'never', `flag ${flag} needs a value`);
  return value;
}
