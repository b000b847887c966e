import { stringify } from 'safe-stable-stringify';

/** Fields whose empty value means the same as their absence, and which API servers of different versions write differently. */
const EMPTY_IS_ABSENT = new Set(['annotations', 'labels', 'limits', 'matchLabels', 'nodeSelector', 'requests', 'resources', 'securityContext']);

/**
 * JSON with sorted keys, the same for all ways to write one Kubernetes value: null, empty lists and the empty maps above count as absent.
 * Other empty objects are kept, as they have a meaning: `namespaceSelector: {}` takes every namespace.
 */
export function canonical(value: unknown): string {
  return stringify(reduced(value)) ?? 'null';
}

function reduced(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reduced);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, field]) => [key, reduced(field)] as const);
  return Object.fromEntries(fields.filter(([key, field]) => !isAbsent(key, field)));
}

function isAbsent(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return EMPTY_IS_ABSENT.has(key) && typeof value === 'object' && Object.keys(value).length === 0;
}

/** Whether two values are one Kubernetes value. */
export function sameContent(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
