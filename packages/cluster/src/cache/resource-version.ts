/**
 * Orders two resource versions as the numbers that they are; without loss, because they may exceed 2^53.
 * A version that is no number (a server of another make) orders after every other, so that the newest arrival wins.
 *
 * @source Kubernetes KEP-5504: versions of one resource type are comparable
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  if (!isNumber(a)) return 1;
  if (!isNumber(b)) return -1;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}

/** The later of two versions; '' is earlier than any. */
export function laterVersion(a: string, b: string): string {
  return b !== '' && (a === '' || compareVersions(b, a) > 0) ? b : a;
}

function isNumber(version: string): boolean {
  return /^(0|[1-9]\d*)$/.test(version);
}
