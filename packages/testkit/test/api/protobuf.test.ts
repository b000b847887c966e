import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from '@jest/globals';
import { decodeObject } from '../../src/api/protobuf/decode-object.ts';

/** A message whose fields are texts and messages. */
function message(fields: readonly (readonly [number, Uint8Array | string | number])[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) {
    if (typeof value === 'number') writer.tag(number, 0).int64(value);
    else if (typeof value === 'string') writer.tag(number, 2).string(value);
    else writer.tag(number, 2).bytes(value);
  }
  return writer.finish();
}

function enveloped(apiVersion: string, kind: string, raw: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from('k8s\0'), message([[1, message([[1, apiVersion], [2, kind]])], [2, raw]])]);
}

describe('binary form', () => {
  it('reads texts, maps and bytes', () => {
    const secret = message([[1, message([[1, 'hidden']])], [2, message([[1, 'key'], [2, new Uint8Array([104, 105])]])], [3, 'Opaque']]);
    expect(decodeObject(enveloped('v1', 'Secret', secret))).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hidden' }, data: { key: 'aGk=' }, type: 'Opaque' });
  });

  it('reads numbers, lists, and ports that are a number or a text', () => {
    const byNumber = message([[2, 'TCP'], [3, 80], [4, message([[1, 0], [2, 8080]])]]);
    const byName = message([[3, 81], [4, message([[1, 1], [3, 'http']])]]);
    const service = message([[2, message([[1, byNumber], [1, byName], [13, 1]])]]);
    expect(decodeObject(enveloped('v1', 'Service', service))).toMatchObject({ spec: { ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }, { port: 81, targetPort: 'http' }] } });
  });

  it('reads times, quantities, and structs that are inlined', () => {
    const limits = message([[1, message([[1, 'cpu'], [2, message([[1, '100m']])]])]]);
    const volume = message([[1, 'cache'], [2, message([[2, message([[1, 'Memory']])]])]]);
    const spec = message([[1, volume], [2, message([[1, 'app'], [8, limits]])]]);
    const pod = message([[1, message([[8, message([[1, 1_767_225_600]])]])], [2, spec]]);
    expect(decodeObject(enveloped('v1', 'Pod', pod))).toEqual({
      apiVersion: 'v1', kind: 'Pod', metadata: { creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { volumes: [{ name: 'cache', emptyDir: { medium: 'Memory' } }], containers: [{ name: 'app', resources: { limits: { cpu: '100m' } } }] },
    });
  });

  it('skips fields that it does not know, and refuses another form', () => {
    expect(decodeObject(enveloped('v1', 'ConfigMap', message([[99, 'new']])))).toEqual({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(() => decodeObject(Buffer.from('{}'))).toThrow('not in the binary form');
  });
});
