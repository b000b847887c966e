/** A copy without zero values, as Go leaves them out of JSON: an API server stores what is sent. @source Go encoding/json omitempty */
export function withoutZeros<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => !isZero(field))) as T;
}

function isZero(field: unknown): boolean {
  if (Array.isArray(field)) return field.length === 0;
  if (typeof field === 'object' && field !== null) return Object.keys(field).length === 0;
  return !field;
}
