/** The way to a field: names, and places in lists. */
export type FieldPath = readonly (string | number)[];

/** The path of `spec.webhooks[0].url`. */
export function parseField(field: string): FieldPath {
  return field.split(/[.[]/).map(part => (part.endsWith(']') ? Number(part.slice(0, -1)) : part));
}

/** A path as Kubernetes writes it: `spec.webhooks[0].url`. */
export function renderField(path: FieldPath): string {
  return path.map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('').replace(/^\./, '');
}

/** What stands at a path; undefined where it leads nowhere. */
export function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => (value as Readonly<Record<string | number, unknown>> | null | undefined)?.[part], root);
}
