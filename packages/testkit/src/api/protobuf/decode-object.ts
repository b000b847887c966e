import { BinaryReader } from '@bufbuild/protobuf/wire';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { builtinSchema } from '../schema/builtin-schema.ts';
import { badRequest } from '../status-errors.ts';
import { decodeMessage } from './decode-message.ts';
import type { JsonSchema } from '../schema/json-schema.ts';

/** The media type of Kubernetes' binary form, in which kubectl sends what it makes itself. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const MAGIC = 'k8s\0';
const ENVELOPE: JsonSchema = {
  type: 'object',
  properties: {
    typeMeta: { type: 'object', 'x-proto': [1], properties: { apiVersion: { type: 'string', 'x-proto': [1] }, kind: { type: 'string', 'x-proto': [2] } } },
    raw: { type: 'string', format: 'byte', 'x-proto': [2] },
  },
};

/** Reads an object of a built-in kind in Kubernetes' binary form. @throws StatusError 400 */
export function decodeObject(body: Buffer): JsonObject {
  if (body.toString('latin1', 0, MAGIC.length) !== MAGIC) throw badRequest('the body is not in the binary form: it does not begin with "k8s"');
  const envelope = decodeMessage(ENVELOPE, new BinaryReader(body.subarray(MAGIC.length)));
  const typeMeta = isObject(envelope['typeMeta']) ? envelope['typeMeta'] : {};
  const [apiVersion, kind] = [String(typeMeta['apiVersion']), String(typeMeta['kind'])];
  const schema = builtinSchema(apiVersion, kind);
  return { apiVersion, kind, ...decodeMessage(schema, new BinaryReader(Buffer.from(String(envelope['raw'] ?? ''), 'base64'))) };
}
