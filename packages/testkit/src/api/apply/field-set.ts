/** A set of fields of an object, as a tree: `f:spec` holds `f:replicas`. A member of the set has `self`. */
export interface FieldSet {
  readonly self: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

const NO_CHILDREN: ReadonlyMap<string, FieldSet> = new Map();

/** The set of nothing. */
export const NO_FIELDS: FieldSet = { self: false, children: NO_CHILDREN };

/** The set of just this field. */
export const THIS_FIELD: FieldSet = { self: true, children: NO_CHILDREN };

/** A set of a field's members; members without fields are left out. */
export function fieldSet(self: boolean, children: Iterable<readonly [string, FieldSet]>): FieldSet {
  const kept = [...children].filter(([, child]) => !isEmpty(child));
  return kept.length === 0 ? (self ? THIS_FIELD : NO_FIELDS) : { self, children: new Map(kept) };
}

/** Whether a set has no field. */
export function isEmpty(set: FieldSet): boolean {
  return !set.self && set.children.size === 0;
}

/** The fields of either set. */
export function union(left: FieldSet, right: FieldSet): FieldSet {
  if (isEmpty(right)) return left;
  if (isEmpty(left)) return right;
  const names = new Set([...left.children.keys(), ...right.children.keys()]);
  return fieldSet(left.self || right.self, [...names].map(name => [name, union(childOf(left, name), childOf(right, name))] as const));
}

/** The fields of the first set that are not in the second. */
export function without(left: FieldSet, right: FieldSet): FieldSet {
  if (isEmpty(right) || isEmpty(left)) return left;
  return fieldSet(left.self && !right.self, [...left.children].map(([name, child]) => [name, without(child, childOf(right, name))] as const));
}

/** The fields of both sets. */
export function common(left: FieldSet, right: FieldSet): FieldSet {
  return fieldSet(left.self && right.self, [...left.children].map(([name, child]) => [name, common(child, childOf(right, name))] as const));
}

/** The part of a set below one of its members. */
export function childOf(set: FieldSet, name: string): FieldSet {
  return set.children.get(name) ?? NO_FIELDS;
}

/** The paths of a set's fields. */
export function pathsOf(set: FieldSet): string[][] {
  const below = [...set.children].flatMap(([name, child]) => pathsOf(child).map(path => [name, ...path]));
  return set.self ? [[], ...below] : below;
}

/** Whether two sets have the same fields. */
export function sameFields(left: FieldSet, right: FieldSet): boolean {
  if (left === right) return true;
  return left.self === right.self && left.children.size === right.children.size && [...left.children].every(([name, child]) => sameFields(child, childOf(right, name)));
}
