/** `object` with one field replaced; an absent field stays absent, all others are carried along. */
export function mapField<T extends object, K extends keyof T>(object: T, field: K, change: (value: NonNullable<T[K]>) => T[K]): T {
  const value = object[field];
  return value === undefined || value === null ? object : { ...object, [field]: change(value) };
}
