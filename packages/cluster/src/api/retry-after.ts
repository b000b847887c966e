const LONGEST_MS = 10_000;
const DEFAULT_MS = 1_000;

/** How long an overloaded server (429, 503) wants us to wait; undefined for any other answer. */
export function retryAfterMs(status: number, header: string | undefined): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  // A proxy that is down answers 503 without this header; only the API server's own overload is worth waiting for.
  if (header === undefined) return status === 429 ? DEFAULT_MS : undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, LONGEST_MS) : DEFAULT_MS;
}
