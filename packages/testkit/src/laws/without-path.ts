/** Where something is inside a JSON value: keys of objects and indexes of arrays. */
export type Path = readonly (string | number)[];

/** The path of every field and element inside a value, outer ones first. */
export function pathsIn(value: unknown): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((element: unknown, index) => below(index, element));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => below(key, field));
}

function below(step: string | number, value: unknown): readonly Path[] {
  return [[step], ...pathsIn(value).map(path => [step, ...path])];
}

/** A copy without the field or element at a path. */
export function withoutPath<T>(value: T, path: Path): T {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const cut = rest.length === 0;
  // Only the shape changes that the path leads to, and this is a test of such shapes.
  if (Array.isArray(value)) return value.flatMap((element: unknown, index) => (index !== step ? [element] : cut ? [] : [withoutPath(element, rest)])) as T;
  return Object.fromEntries(Object.entries(value as object).flatMap(([key, field]) => (key !== step ? [[key, field]] : cut ? [] : [[key, withoutPath(field, rest)]]))) as T;
}
