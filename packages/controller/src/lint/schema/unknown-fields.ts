import type { FieldPath } from '../field-path.ts';
import { renderField } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { nearest } from '../nearest.ts';
import { isFields } from '../../old-form/fields.ts';
import type { Fields } from '../../old-form/fields.ts';
import { CRD_SCHEMAS } from './crd-schemas.generated.ts';
import type { CrdSchema } from './crd-schema.ts';

/** The fields that the schema of its kind does not know. */
export function unknownFields(kind: string, value: Fields): readonly Problem[] {
  const root = CRD_SCHEMAS[kind] ?? {};
  return search(root, value, []).map(({ path, siblings }) => ({
    rule: 'unknown-field', path, at: 'key', problem: 'is no field of this version', fix: suggestion(root, path, siblings),
  }));
}

interface Unknown {
  readonly path: FieldPath;
  /** The fields that may stand there. */
  readonly siblings: readonly string[];
}

function search(schema: CrdSchema, value: unknown, path: FieldPath): readonly Unknown[] {
  const { items, properties = {}, additionalProperties } = schema;
  if (Array.isArray(value)) return items === undefined ? [] : value.flatMap((item, at) => search(items, item, [...path, at]));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const known = Object.hasOwn(properties, field) ? properties[field] : additionalProperties;
    if (typeof known === 'object') return search(known, inner, [...path, field]);
    return known === true || takesAll(schema) ? [] : [{ path: [...path, field], siblings: Object.keys(properties) }];
  });
}

function takesAll(schema: CrdSchema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || (schema.type === undefined && schema.properties === undefined);
}

function suggestion(root: CrdSchema, path: FieldPath, siblings: readonly string[]): string {
  const field = String(path.at(-1));
  const meant = nearest(field, siblings);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const homes = homesOf(root, field, []);
  return homes.length === 1 ? `write it as ${renderField(homes[0] ?? [])}` : 'take it out';
}

/** Where fields of that name stand that are in no list. */
function homesOf({ properties = {} }: CrdSchema, field: string, path: FieldPath): readonly FieldPath[] {
  return Object.entries(properties).flatMap(([name, inner]) => [...(name === field ? [[...path, name]] : []), ...homesOf(inner, field, [...path, name])]);
}
