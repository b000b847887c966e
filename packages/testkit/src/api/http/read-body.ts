import type { IncomingMessage } from 'node:http';
import { load } from 'js-yaml';
import type { JsonValue } from '../json.ts';
import { decodeObject, PROTOBUF } from '../protobuf/decode-object.ts';
import { badRequest, unsupportedMediaType } from '../status-errors.ts';

const READABLE = ['application/json', 'application/yaml', PROTOBUF];

/** Reads a body to its end. */
export async function readBytes(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The value of a body; undefined for an empty one. @throws StatusError 400, 415 */
export function parseBody(bytes: Buffer, contentType: string): JsonValue | undefined {
  if (bytes.length === 0) return undefined;
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (type === PROTOBUF) return decodeObject(bytes);
  const isYaml = type.includes('yaml');
  if (type !== '' && !isYaml && !type.includes('json')) throw unsupportedMediaType(type, READABLE);
  const text = bytes.toString('utf8');
  try {
    return (isYaml ? load(text) : JSON.parse(text)) as JsonValue;
  } catch (error) {
    throw badRequest(`error decoding the body: ${error instanceof Error ? error.message : String(error)}`);
  }
}
