import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How Go's JSON treats a field of a struct. */
export interface GoField {
  readonly pointer: boolean;
  readonly omitEmpty: boolean;
  readonly omitZero: boolean;
  /** The field's number in the binary form; of an inlined struct's field the struct's number goes before. */
  readonly proto: readonly number[];
}

type Struct = ReadonlyMap<string, GoField>;
const read = new Map<string, ReadonlyMap<string, Struct>>();

/** The structs of a Go package, each as its JSON fields; inlined structs of the same package are dissolved. */
export function readGoStructs(directory: string): ReadonlyMap<string, Struct> {
  const found = read.get(directory);
  if (found !== undefined) return found;
  const source = readdirSync(directory).filter(file => /^types.*\.go$|^.*_types\.go$/.test(file)).map(file => readFileSync(path.join(directory, file), 'utf8')).join('\n');
  const bodies = new Map([...source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)].map(match => [match[1] ?? '', match[2] ?? '']));
  const structs = new Map([...bodies].map(([name, body]) => [name, fieldsOf(body, bodies)]));
  read.set(directory, structs);
  return structs;
}

const FIELD = /^\t(?!\/\/)([^`\n]+)`([^`\n]*json:"[^"]*"[^`\n]*)`/gm;

function fieldsOf(body: string, bodies: ReadonlyMap<string, string>): Struct {
  const fields = new Map<string, GoField>();
  for (const [, declared = '', tags = ''] of body.matchAll(FIELD)) {
    const type = declared.trim().split(/\s+/).at(-1) ?? '';
    const { name, flags, proto } = readTags(tags);
    const inlined = flags.includes('inline') ? fieldsOf(bodies.get(type) ?? '', bodies) : [];
    for (const [key, field] of inlined) fields.set(key, { ...field, proto: [...proto, ...field.proto] });
    if (name !== '') fields.set(name, { pointer: type.startsWith('*'), omitEmpty: flags.includes('omitempty'), omitZero: flags.includes('omitzero'), proto });
  }
  return fields;
}

function readTags(tags: string): { readonly name: string; readonly flags: readonly string[]; readonly proto: readonly number[] } {
  const [name = '', ...flags] = (/json:"([^"]*)"/.exec(tags)?.[1] ?? '').split(',');
  const number = /protobuf:"\w+,(\d+)/.exec(tags)?.[1];
  return { name, flags, proto: number === undefined ? [] : [Number(number)] };
}
