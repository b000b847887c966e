import { isFields } from '../old-form/fields.ts';
import type { Fields } from '../old-form/fields.ts';
import type { FieldPath } from './field-path.ts';

/** Lines and columns, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One object of the input. */
export interface ManifestObject {
  readonly file: string;
  readonly value: Fields;
  /** Where a field stands, or the nearest of its owners that is there. */
  position(path: FieldPath, at: 'key' | 'value'): Position;
}

/** `Canary podinfo.test`, as far as the object says. */
export function nameOf({ value }: ManifestObject): string {
  const { name, namespace } = metadataOf(value);
  return `${text(value['kind']) || 'object'} ${[text(name), text(namespace)].filter(part => part !== '').join('.')}`.trim();
}

/** The object's metadata; empty where it has none. */
export function metadataOf(value: Fields): Fields {
  return isFields(value['metadata']) ? value['metadata'] : {};
}

/** The object's kind, where it is one of Flagger's. */
export function flaggerKind(value: Fields): string | undefined {
  return text(value['apiVersion']).startsWith('flagger.app/') ? text(value['kind']) : undefined;
}

/** The text, or none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
