const UNIT_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const WHOLE = new RegExp(`^[+-]?(?:${PART.source})+$`);
/** Go counts nanoseconds in 63 bits. */
const LONGEST_MS = 2 ** 63 / 1e6;

/**
 * Milliseconds of a Go duration; undefined where it is none.
 *
 * @example
 * parseGoDuration('1m30s'); // 90000
 * @source Go time.ParseDuration
 */
export function parseGoDuration(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0;
  if (!WHOLE.test(text)) return undefined;
  const ms = [...text.matchAll(PART)].reduce((sum, [, value = '', unit = '']) => sum + Number(value) * (UNIT_MS[unit] ?? 0), 0);
  if (ms > LONGEST_MS) return undefined;
  return text.startsWith('-') ? -ms : ms;
}
