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
  const [root, ...parts] = pathname.split('/').filter(part => part !== '').map(decodeURIComponent);
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'apis' ? parts.shift() : '';
  const version = parts.shift();
  if (group === undefined || version === undefined || parts.length === 0) return undefined;
  const namespace = takeNamespace(parts);
  const [plural = '', name = '', subresource = ''] = parts;
  return { group, version, plural, namespace, name, subresource };
}

// `namespaces/x/status` is of the namespace itself, `namespaces/x/pods` is in it.
function takeNamespace(parts: string[]): string {
  const [first, namespace = '', third] = parts;
  if (first !== 'namespaces' || third === undefined) return '';
  if (parts.length === 3 && NAMESPACE_SUBRESOURCES.includes(third)) return '';
  parts.splice(0, 2);
  return namespace;
}
