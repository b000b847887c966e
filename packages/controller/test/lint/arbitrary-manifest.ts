import fc from 'fast-check';
import { parse } from 'yaml';
import { CRD_SCHEMAS } from '../../src/lint/schema/crd-schemas.generated.ts';
import type { CrdSchema } from '../../src/lint/schema/crd-schema.ts';
import { applyEdits } from '../../src/old-form/edit.ts';
import type { Fields } from '../../src/old-form/fields.ts';

type Path = readonly (string | number)[];

const WORDS = ['', 'a', 'A b', '1m', '30s', '1h', '5', '10sec', 'http://h', 'Service', 'x.y', 'istio', 'info', 'prometheus', '{{ target }}', '{{ no }}'];
const leaf = fc.oneof(fc.constantFrom(...WORDS), fc.integer({ min: -1, max: 120 }), fc.double({ min: -1e10, max: 1e10, noNaN: true }), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}));

/** Manifests with some fields changed: mostly as the schema has them, now and then not. */
export function arbitraryManifest(texts: readonly string[]): fc.Arbitrary<Fields> {
  return fc.constantFrom(...texts).chain(text => {
    const manifest = parse(text) as Fields & { readonly kind: string };
    const changes = fc.array(fc.oneof({ weight: 4, arbitrary: change(CRD_SCHEMAS[manifest.kind] ?? {}, manifest) }, { weight: 1, arbitrary: nonsense(manifest) }), { maxLength: 3 });
    return changes.map(list => list.reduce<Fields>((object, [path, value]) => set(object, path, value), manifest));
  });
}

type Change = readonly [path: Path, value: unknown];

/** A field that the schema has, with a value that it may take. */
function change(schema: CrdSchema, manifest: Fields): fc.Arbitrary<Change> {
  const spec = (schema.properties ?? {})['spec'] ?? {};
  const own = Object.entries(spec.properties ?? {}).map(([field, inner]) => [['spec', field], inner] as const);
  const deeper = own.flatMap(([path, inner]) => (hasAt(manifest, path) ? Object.entries(inner.properties ?? {}).map(([field, part]) => [[...path, field], part] as const) : []));
  return fc.constantFrom(...own, ...deeper).chain(([path, part]) => valueOf(part).map(value => [path, value] as const));
}

/** A field that is there, with a value of any kind, or without. */
function nonsense(manifest: Fields): fc.Arbitrary<Change> {
  return fc.constantFrom(...pathsOf(manifest)).chain(path => fc.oneof(leaf, fc.constant(undefined)).map(value => [path, value] as const));
}

/** Values by a schema, as far as types say. */
function valueOf(schema: CrdSchema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.type === 'object' || schema.properties !== undefined) return objectOf(schema);
  if (schema.type === 'array') return fc.array(valueOf(schema.items ?? {}), { maxLength: 2 });
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'number' || schema.type === 'integer') return fc.integer({ min: -1, max: 200 });
  return schema.type === 'string' ? fc.constantFrom(...WORDS) : leaf;
}

function objectOf({ properties = {}, required = [], additionalProperties }: CrdSchema): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object') return fc.dictionary(fc.constantFrom('a', 'b-c'), valueOf(additionalProperties), { maxKeys: 2 });
  const fields = Object.entries(properties);
  const optional = fields.map(([name]) => name).filter(name => !required.includes(name));
  return fc.subarray(optional, { maxLength: Math.min(2, optional.length) }).chain(chosen =>
    fc.record(Object.fromEntries(fields.filter(([name]) => chosen.includes(name) || required.includes(name)).map(([name, part]) => [name, valueOf(part)]))));
}

function set(object: Fields, path: Path, value: unknown): Fields {
  if (!hasAt(object, path.slice(0, -1))) return object;
  return applyEdits(object, [value === undefined ? { kind: 'delete', path } : { kind: 'set', path, value }]);
}

function hasAt(object: unknown, path: Path): boolean {
  const found = path.reduce<unknown>((here, part) => (here as Record<string | number, unknown> | null | undefined)?.[part], object);
  return typeof found === 'object' && found !== null;
}

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([field, part]) => pathsOf(part, [...path, field])) : [];
  return path.length === 0 ? inner : [path, ...inner];
}
