/** Whole milliseconds as Go prints a Duration: `1.515s`, `1m0.5s`, `500ms`, `0s`. @source Go time.Duration.String */
export function formatGoDuration(ms: number): string {
  if (!Number.isFinite(ms)) return ms > 0 ? '+Inf' : '-Inf';
  if (ms === 0) return '0s';
  if (ms < 0) return `-${formatGoDuration(-ms)}`;
  if (ms < 1000) return `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = (ms % 60_000) / 1000;
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}
