import { parseGoDuration } from '@flagger/sdk';

/** How a duration must begin in today's CRDs. */
export const DURATION_PATTERN = '^[0-9]+(m|s)';

/** The same time in minutes or seconds, where that can be guessed. */
export function durationFix(value: unknown): string {
  if (typeof value === 'string' && /^\d+$/.test(value)) return `write ${value}s or ${value}m`;
  const ms = typeof value === 'string' ? parseGoDuration(value) : undefined;
  if (ms === undefined || ms < 1000) return 'write minutes or seconds, such as 1m or 30s';
  return `write ${ms % 60_000 === 0 ? `${ms / 60_000}m` : `${Math.round(ms / 1000)}s`}`;
}
