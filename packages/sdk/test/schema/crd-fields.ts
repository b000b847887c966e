import { parseAllDocuments } from 'yaml';
import type { Field, Fields } from './field.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

interface Crd {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** Every field of the custom resource definitions in a YAML text. */
export function readCrdFields(yaml: string): Fields {
  const crds = parseAllDocuments(yaml).map(document => document.toJS() as Crd | null);
  const fields = crds.flatMap(crd =>
    (crd?.spec.versions ?? []).flatMap(({ schema }) => [...listFields(crd?.spec.names.kind ?? '', schema.openAPIV3Schema, true)]),
  );
  return new Map(fields.filter(([path]) => !/^\w+\.(apiVersion|kind|metadata)$/.test(path)));
}

function* listFields(path: string, schema: Schema, required: boolean): Generator<[string, Field]> {
  yield [path, { type: typeOf(schema), required, ...(schema.enum && { values: schema.enum.toSorted() }) }];
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield* listFields(`${path}.${name}`, property, schema.required?.includes(name) ?? false);
  }
  if (schema.additionalProperties) yield* listFields(`${path}{}`, schema.additionalProperties, true);
  if (schema.items) yield* listFields(`${path}[]`, schema.items, true);
}

function typeOf(schema: Schema): Field['type'] {
  if (schema['x-kubernetes-int-or-string'] === true) return 'number or string';
  if (schema.additionalProperties) return 'map';
  return schema.type === 'integer' ? 'number' : (schema.type as Field['type']); // the schema's other words are ours
}
