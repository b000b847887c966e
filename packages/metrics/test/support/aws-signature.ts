import { createHash, createHmac } from 'node:crypto';
import type { Heard } from './loopback-service.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What is wrong with a request's signature, as AWS's documentation of Signature Version 4 has it; undefined where nothing is. */
export function signatureProblem({ method, path, headers, body }: Heard, { id, secret, region }: { readonly id: string; readonly secret: string; readonly region: string }): string | undefined {
  const [, credential = '', signed = '', signature = ''] = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '') ?? [];
  const date = String(headers['x-amz-date'] ?? '');
  const scope = `${date.slice(0, 8)}/${region}/monitoring/aws4_request`;
  if (credential !== `${id}/${scope}`) return `the credential is ${credential}`;
  if (!signed.split(';').includes('host')) return `host is not among ${signed}`;
  const canonicalHeaders = signed.split(';').map(name => `${name}:${String(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [method, path, '', canonicalHeaders, signed, sha256(body)].join('\n');
  const key = [region, 'monitoring', 'aws4_request'].reduce<Buffer>((previous, part) => hmac(previous, part), hmac(`AWS4${secret}`, date.slice(0, 8)));
  const wanted = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex');
  return wanted === signature ? undefined : 'the signature does not match';
}
