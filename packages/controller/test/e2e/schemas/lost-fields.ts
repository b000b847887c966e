/** Metadata that the API server writes itself. */
const SERVERS_OWN = new Set(['resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'uid']);

/** The fields of what was sent that are not stored as they were sent; a null of a merge patch is stored by its absence. */
export function lostFields(sent: unknown, stored: unknown, path = ''): readonly string[] {
  if (Array.isArray(sent) && Array.isArray(stored) && sent.length === stored.length) return sent.flatMap((item, at) => lostFields(item, stored[at], `${path}[${at}]`));
  if (isObject(sent) && isObject(stored)) {
    return Object.entries(sent)
      .filter(([field]) => path !== 'metadata' || !SERVERS_OWN.has(field))
      .flatMap(([field, value]) => lostFields(value, stored[field], path === '' ? field : `${path}.${field}`));
  }
  const isKept = sent === stored || stored === undefined && (sent === undefined || sent === null || isEmptyMetadata(sent, path));
  return isKept ? [] : [`${path}: ${JSON.stringify(sent)} became ${JSON.stringify(stored)}`];
}

/** Go keeps no empty maps of these. */
function isEmptyMetadata(sent: unknown, path: string): boolean {
  return /metadata\.(labels|annotations)$/.test(path) && isObject(sent) && Object.keys(sent).length === 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
