import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '../json.ts';
import { timestamp } from '../rules/timestamp.ts';
import type { JsonSchema } from '../schema/json-schema.ts';

const SECOND_MS = 1000;

/** Whether a value is read at once, though it may be a small message, as times and quantities are. */
export function isScalar(schema: JsonSchema): boolean {
  return schema.properties === undefined && schema.additionalProperties === undefined;
}

/** Reads a scalar. */
export function decodeScalar(schema: JsonSchema, reader: BinaryReader, wireType: WireType): JsonValue {
  if (wireType === WireType.Varint) return schema.type === 'boolean' ? reader.bool() : Number(reader.int64());
  if (wireType === WireType.Bit64) return reader.double();
  return decodeBytes(schema, reader.bytes());
}

function decodeBytes(schema: JsonSchema, bytes: Uint8Array): JsonValue {
  if (schema['x-quantity'] === true) return textAt(bytes, 1) || '0';
  if (schema['x-kubernetes-int-or-string'] === true) return decodeIntOrString(bytes);
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return JSON.parse(textAt(bytes, 1) || '{}') as JsonValue;
  if (schema.format === 'date-time') return decodeTime(bytes);
  return schema.format === 'byte' ? Buffer.from(bytes).toString('base64') : Buffer.from(bytes).toString('utf8');
}

/** The number or text in each field of a small message. */
function partsOf(bytes: Uint8Array): ReadonlyMap<number, number | string> {
  const reader = new BinaryReader(bytes);
  const parts = new Map<number, number | string>();
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    parts.set(number, wireType === WireType.Varint ? Number(reader.int64()) : reader.string());
  }
  return parts;
}

function textAt(bytes: Uint8Array, number: number): string {
  return String(partsOf(bytes).get(number) ?? '');
}

// 1 is the type (0: number), 2 the number, 3 the text.
function decodeIntOrString(bytes: Uint8Array): JsonValue {
  const parts = partsOf(bytes);
  return (parts.get(1) ?? 0) === 0 ? (parts.get(2) ?? 0) : (parts.get(3) ?? '');
}

function decodeTime(bytes: Uint8Array): JsonValue {
  const seconds = partsOf(bytes).get(1);
  return seconds === undefined ? null : timestamp(Number(seconds) * SECOND_MS);
}
