import { formatGoFixed, formatGoFloat } from './float.ts';

/** A value that Go's fmt can print: string, bool, int (bigint), float64 (number), map, or nil. */
export type GoValue = string | boolean | bigint | number | Readonly<Record<string, string>> | undefined;

/** The name of a value's type, as Go says it. */
export function goTypeOf(value: GoValue): string {
  if (value === undefined) return 'nil';
  const names: Readonly<Record<string, string>> = { string: 'string', boolean: 'bool', bigint: 'int', number: 'float64' };
  return names[typeof value] ?? 'map[string]string';
}

/** A value as `%v` prints it; nil as `<nil>`. @source Go fmt %v */
export function formatGoValue(value: GoValue): string {
  if (value === undefined) return '<nil>';
  if (typeof value === 'number') return formatGoFloat(value);
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, text]) => `${key}:${text}`).join(' ')}]`;
}

/** Values side by side, with a space between two that are no strings. @source Go fmt.Sprint */
export function goSprint(values: readonly GoValue[]): string {
  return values
    .map((value, at) => (at > 0 && typeof value !== 'string' && typeof values[at - 1] !== 'string' ? ' ' : '') + formatGoValue(value))
    .join('');
}

const VERB = /%(?<flags>[-+# 0]*)(?<width>\d+)?(?:\.(?<precision>\d*))?(?<verb>[a-zA-Z%])/g;

/**
 * Values in a format, with the verbs v s q d f e g t x, width, precision and the flags `-` and `0`.
 *
 * @source Go fmt.Sprintf
 */
export function goSprintf(format: string, values: readonly GoValue[]): string {
  let next = 0;
  const text = format.replace(VERB, (...match) => {
    const { flags, width, precision, verb } = match.at(-1) as { flags: string; width?: string; precision?: string; verb: string };
    if (verb === '%') return '%';
    if (next >= values.length) return `%!${verb}(MISSING)`;
    const value = values[next++];
    const plain = formatVerb(verb, value, precision === undefined ? undefined : Number(precision));
    return plain === undefined ? `%!${verb}(${goTypeOf(value)}=${formatGoValue(value)})` : pad(plain, Number(width ?? 0), flags, value);
  });
  const extra = values.slice(next).map(value => `${goTypeOf(value)}=${formatGoValue(value)}`);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}

/** JavaScript prints at most 100 digits, and a tie needs one more. */
const MOST_DIGITS = 99;

type Format = (value: never, precision: number | undefined) => string;

const cut = (text: string, precision: number | undefined): string => (precision === undefined ? text : Array.from(text).slice(0, precision).join(''));

/** What each verb makes of each type; what is missing is a mistake of the template's author. */
const FORMATS: Readonly<Record<string, Readonly<Record<string, Format>>>> = {
  s: { string: (value: string, precision) => cut(value, precision) },
  q: { string: (value: string) => JSON.stringify(value) },
  x: { string: (value: string) => hex(value), bigint: (value: bigint) => value.toString(16) },
  d: { bigint: (value: bigint) => String(value) },
  t: { boolean: (value: boolean) => String(value) },
  f: { number: (value: number, precision = 6) => formatGoFixed(value, Math.min(precision, MOST_DIGITS)) },
  e: { number: (value: number, precision = 6) => value.toExponential(Math.min(precision, MOST_DIGITS)).replace(/e([+-])(\d)$/, 'e$10$2') },
  g: { number: (value: number) => formatGoFloat(value) },
};

function formatVerb(verb: string, value: GoValue, precision: number | undefined): string | undefined {
  if (verb === 'v') return formatGoValue(value);
  // The table's key is the value's type, so that the formatter fits the value.
  const format = FORMATS[verb]?.[typeof value] as ((value: GoValue, precision: number | undefined) => string) | undefined;
  return format?.(value, precision);
}

function hex(text: string): string {
  return [...new TextEncoder().encode(text)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

function pad(text: string, width: number, flags: string, value: GoValue): string {
  if (flags.includes('-')) return text.padEnd(width);
  const numeric = typeof value === 'bigint' || typeof value === 'number';
  if (!flags.includes('0') || !numeric) return text.padStart(width);
  const sign = text.startsWith('-') ? '-' : '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
