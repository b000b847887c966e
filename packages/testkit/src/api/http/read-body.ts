import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import type { JsonValue } from '../json.ts';
import { badRequest, unsupportedMediaType } from '../status-errors.ts';

const READABLE = ['application/json', 'application/yaml'];

/** Reads a body to its end. */
export async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The value of a body; undefined for an empty one. @throws StatusError 400, 415 */
export function parseBody(text: string, contentType: string): JsonValue | undefined {
  if (text === '') return undefined;
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const isYaml = type.includes('yaml');
  if (type !== '' && !isYaml && !type.includes('json')) throw unsupportedMediaType(type, READABLE);
  try {
    return (isYaml ? parse(text) : JSON.parse(text)) as JsonValue;
  } catch (error) {
    throw badRequest(`error decoding the body: ${error instanceof Error ? error.message : String(error)}`);
  }
}
