import { isFields } from '../../old-form/fields.ts';
import type { Fields } from '../../old-form/fields.ts';
import type { Problem } from '../finding.ts';
import { metadataOf } from '../manifest-object.ts';
import { shown } from '../schema/wanted.ts';

/** @source Kubernetes validation.IsDNS1123Subdomain, IsDNS1123Label */
const NAMES: readonly (readonly [field: string, form: RegExp, longest: number])[] = [
  ['name', /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 253],
  ['namespace', /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 63],
];

/** What Kubernetes refuses of any object's metadata. */
export function metadataProblems(value: Fields): readonly Problem[] {
  const metadata = metadataOf(value);
  const nameless = metadata['name'] === undefined && metadata['generateName'] === undefined;
  return [
    ...(nameless ? [{ rule: 'metadata', path: ['metadata', 'name'], problem: 'is missing', fix: 'add a name' } as const] : []),
    ...NAMES.flatMap(([field, form, longest]) => nameProblems(field, metadata[field], form, longest)),
    ...['labels', 'annotations'].flatMap(field => textProblems(field, metadata[field])),
  ];
}

function nameProblems(field: string, name: unknown, form: RegExp, longest: number): readonly Problem[] {
  if (name === undefined || (typeof name === 'string' && name.length <= longest && form.test(name))) return [];
  return [{ rule: 'metadata', path: ['metadata', field], problem: `${shown(name)} is no name`, fix: 'write small letters, digits and dashes' }];
}

function textProblems(field: string, texts: unknown): readonly Problem[] {
  if (texts === undefined) return [];
  if (!isFields(texts)) return [{ rule: 'metadata', path: ['metadata', field], problem: `${shown(texts)} has no keys`, fix: 'write key: value' }];
  return Object.entries(texts).filter(([, value]) => typeof value !== 'string').map(([key, value]) => ({
    rule: 'metadata', path: ['metadata', field, key], problem: `${shown(value)} is not a text`, fix: `put it in quotes: "${String(value)}"`,
  }));
}
