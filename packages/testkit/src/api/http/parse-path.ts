/** What a path under /api or /apis names. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** '' for all namespaces and for cluster-scoped resources. */
  readonly namespace: string;
  /** '' for a collection. */
  readonly name: string;
  /** '' for the object itself. */
  readonly subresource: string;
}

const NAMESPACE_SUBRESOURCES = ['status', 'finalize'];

/** Reads a path; undefined where it names no resource. */
export function parsePath(pathname: string): ResourcePath | undefined {
  const parts = pathname.split('/').filter(part => part !== '').map(decodeURIComponent);
  const head = parts[0] === 'api' ? { group: '', rest: parts.slice(1) } : { group: parts[1] ?? '', rest: parts.slice(2) };
  if (parts[0] !== 'api' && parts[0] !== 'apis') return undefined;
  const [version, ...rest] = head.rest;
  if (version === undefined || rest.length === 0) return undefined;
  const inside = rest[0] === 'namespaces' && rest.length >= 3 && !(rest.length === 3 && NAMESPACE_SUBRESOURCES.includes(rest[2] ?? ''));
  const [plural = '', name = '', subresource = ''] = inside ? rest.slice(2) : rest;
  return { group: head.group, version, plural, namespace: inside ? (rest[1] ?? '') : '', name, subresource };
}
