import type { Fields } from '../../old-form/fields.ts';
import { metadataOf, text } from '../manifest-object.ts';
import type { ManifestObject } from '../manifest-object.ts';

/** All objects of the input, in today's form. */
export interface LintInput {
  readonly objects: readonly ManifestObject[];
}

/** Where an object is looked for. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Empty: the namespace that the user applies to. */
  readonly namespace: string;
}

/** The object that a reference means. One that names no namespace may be applied to any. */
export function findObject({ objects }: LintInput, { kind, name, namespace }: Reference): Fields | undefined {
  return objects.map(({ value }) => value).find(value => value['kind'] === kind && text(metadataOf(value)['name']) === name && mayBeIn(value, namespace));
}

/** The namespaces in which objects of that kind and name are. */
export function namespacesOf({ objects }: LintInput, { kind, name }: Reference): readonly string[] {
  const same = objects.filter(({ value }) => value['kind'] === kind && text(metadataOf(value)['name']) === name);
  return same.map(({ value }) => namespaceOf(value)).filter(namespace => namespace !== '');
}

/** The object's namespace; empty where it names none. */
export function namespaceOf(value: Fields): string {
  return text(metadataOf(value)['namespace']);
}

function mayBeIn(value: Fields, namespace: string): boolean {
  const own = namespaceOf(value);
  return own === '' || namespace === '' || own === namespace;
}
