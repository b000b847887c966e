/** `onto` with these fields as `from` has them: set where it has them, absent where it has not. */
export function withFields<T extends object, K extends keyof T>(onto: T, from: Partial<T>, fields: readonly K[]): T {
  const taken = new Set<PropertyKey>(fields);
  const kept = Object.fromEntries(Object.entries(onto).filter(([field]) => !taken.has(field)));
  // The fields of T are those kept and those taken, which are optional in T.
  return { ...kept, ...pickFields(from, fields) } as T;
}

/** These fields of `from`, as far as it has them. */
export function pickFields<T extends object, K extends keyof T>(from: T, fields: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const field of fields) if (from[field] !== undefined) picked[field] = from[field];
  return picked;
}
