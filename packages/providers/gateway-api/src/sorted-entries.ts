/** The entries of an object by name, the same at every call. */
export function sortedEntries<T>(object: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
