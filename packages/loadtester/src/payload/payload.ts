import { CanaryError } from '@flagger/sdk';
import type { CanaryPhase } from '@flagger/sdk';

/** What Flagger sends with a webhook. `{"name":"podinfo","namespace":"test","metadata":{"cmd":"hey http://podinfo"}}` */
export interface Payload {
  readonly name: string;
  readonly namespace: string;
  /** A {@link CanaryPhase}, or whatever else was sent. */
  readonly phase: CanaryPhase | (string & {});
  readonly checksum: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads a body as Go's JSON decoder would: names of fields in any case, unknown ones ignored, null and missing ones empty.
 *
 * @throws CanaryError Invalid
 * @source flagger pkg/loadtester/server.go, Go encoding/json
 */
export function decodePayload(body: string): Payload {
  const fields = fieldsOf(parseJson(body), 'the payload');
  const read = (name: string): unknown => fields.findLast(([key]) => key.toLowerCase() === name)?.[1];
  const metadata = fieldsOf(read('metadata') ?? null, 'metadata').map(([key, value]) => [key, textOf(value, `metadata.${key}`)] as const);
  const text = (name: string): string => textOf(read(name), name);
  return { name: text('name'), namespace: text('namespace'), phase: text('phase'), checksum: text('checksum'), metadata: new Map(metadata) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new CanaryError('Invalid', 'never', 'the payload is not JSON', { cause: error });
  }
}

function fieldsOf(value: unknown, what: string): readonly [string, unknown][] {
  if (value === null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) throw new CanaryError('Invalid', 'never', `${what} must be an object`);
  return Object.entries(value);
}

function textOf(value: unknown, what: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new CanaryError('Invalid', 'never', `${what} must be a string, not ${typeof value}`);
  return value;
}
