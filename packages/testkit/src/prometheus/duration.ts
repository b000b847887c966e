const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000,
};

const WHOLE = /^(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|[smhdwy]))+$/;
const PART = /(\d+(?:\.\d*)?)(ns|us|µs|ms|[smhdwy])/g;

/** Milliseconds of a Go or PromQL duration such as `1m30s` or `1.5s`; undefined where the text is neither. */
export function durationMs(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined;
  return [...text.matchAll(PART)].reduce((total, [, amount, unit]) => total + Number(amount) * (UNITS_MS[unit ?? ''] ?? 0), 0);
}
