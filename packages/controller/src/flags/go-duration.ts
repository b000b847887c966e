const UNIT_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const WHOLE = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

/** Milliseconds of a Go duration such as `1m30s`; undefined where it is none. @source Go time.ParseDuration */
export function parseGoDuration(raw: string): number | undefined {
  if (/^[+-]?0$/.test(raw)) return 0;
  if (!WHOLE.test(raw)) return undefined;
  const parts = [...raw.matchAll(/(\d+\.?\d*|\.\d+)([a-zµμ]+)/g)];
  const ms = parts.reduce((sum, [, amount = '', unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
  return raw.startsWith('-') ? -ms : ms;
}
