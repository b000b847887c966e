import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { WireType } from '@bufbuild/protobuf/wire';
import { ensureObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { decodeScalar, isScalar } from './decode-scalar.ts';

interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  /** The numbers that are left below the one that was read. */
  readonly path: readonly number[];
}

/** Reads a message by the field numbers of its schema. */
export function decodeMessage(schema: JsonSchema, reader: BinaryReader): JsonObject {
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) => ({ name, schema: property, path: property['x-proto'] ?? [] }));
  return decodeFields(fields, reader);
}

function decodeFields(fields: readonly Field[], reader: BinaryReader): JsonObject {
  const object: JsonObject = {};
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const matching = fields.filter(field => field.path[0] === number);
    const [field] = matching;
    if (field === undefined) reader.skip(wireType, number);
    else if (field.path.length > 1) Object.assign(object, decodeFields(matching.map(inner => ({ ...inner, path: inner.path.slice(1) })), new BinaryReader(reader.bytes())));
    else decodeField(object, field, { reader, wireType });
  }
  return object;
}

interface Input {
  readonly reader: BinaryReader;
  readonly wireType: WireType;
}

function decodeField(object: JsonObject, { name, schema }: Field, input: Input): void {
  if (schema.type === 'array') {
    const items = object[name];
    const list: JsonValue[] = Array.isArray(items) ? items : [];
    list.push(decodeValue(schema.items ?? {}, input));
    object[name] = list;
  } else if (typeof schema.additionalProperties === 'object') {
    const value = schema.additionalProperties;
    const entry = decodeFields([{ name: 'key', schema: { type: 'string' }, path: [1] }, { name: 'value', schema: value, path: [2] }], new BinaryReader(input.reader.bytes()));
    ensureObject(object, name)[String(entry['key'] ?? '')] = entry['value'] ?? '';
  } else object[name] = decodeValue(schema, input);
}

function decodeValue(schema: JsonSchema, { reader, wireType }: Input): JsonValue {
  if (isScalar(schema)) return decodeScalar(schema, reader, wireType);
  return decodeMessage(schema, new BinaryReader(reader.bytes()));
}
