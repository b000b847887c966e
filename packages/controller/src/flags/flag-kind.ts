import { parseGoDuration } from '@flagger/sdk';

/** One kind of flag value. */
export interface FlagKind<T> {
  /** What is allowed, for messages: `one of json, console`. */
  readonly allowed: string;
  /** A switch needs no value. */
  readonly isSwitch: boolean;
  /** The value, or undefined where `raw` is not allowed. */
  parse(raw: string): T | undefined;
  /** The value as a user would write it. */
  show(value: T): string;
}

const SWITCH_WORDS: ReadonlyMap<string, boolean> = new Map(
  [['1', '0'], ['t', 'f'], ['T', 'F'], ['true', 'false'], ['TRUE', 'FALSE'], ['True', 'False']]
    .flatMap(([yes = '', no = '']): [string, boolean][] => [[yes, true], [no, false]]),
);

/** Any text. */
export const text: FlagKind<string> = { allowed: 'any text', isSwitch: false, parse: raw => raw, show: String };

/** On or off, in the words of Go. @source Go strconv.ParseBool */
export const onOff: FlagKind<boolean> = { allowed: 'true or false', isSwitch: true, parse: raw => SWITCH_WORDS.get(raw), show: String };

/** Texts between commas; blanks around them and empty ones are dropped. */
export const list: FlagKind<readonly string[]> = {
  allowed: 'names with commas between them',
  isSwitch: false,
  parse: raw => raw.split(',').map(each => each.trim()).filter(each => each !== ''),
  show: names => names.join(','),
};

/** A Go duration longer than nothing; milliseconds. */
export const durationMs: FlagKind<number> = {
  allowed: 'a duration above zero such as 10s or 1m30s',
  isSwitch: false,
  parse: raw => {
    const ms = parseGoDuration(raw);
    return ms !== undefined && ms > 0 ? ms : undefined;
  },
  show: ms => `${ms / 1000}s`,
};

/** A whole number within limits. */
export function wholeNumber(min: number, max: number): FlagKind<number> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    isSwitch: false,
    parse: raw => (/^[+-]?\d{1,15}$/.test(raw) && Number(raw) >= min && Number(raw) <= max ? Number(raw) : undefined),
    show: String,
  };
}

/** One of a few words. */
export function oneOf<T extends string>(...words: readonly T[]): FlagKind<T> {
  return { allowed: `one of ${words.join(', ')}`, isSwitch: false, parse: raw => words.find(word => word === raw), show: String };
}
