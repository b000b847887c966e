import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { configChecksum } from '../../src/configs/config-checksum.ts';

const ofText = (json: string): string => createHash('sha256').update(json).digest('hex').slice(0, 16);

describe('configChecksum', () => {
  it.each([
    [{ color: 'blue' }, 'f234cb93c08ad64e'],
    [{ k: 'b25l' }, '1f0833fbb3d35e68'],
  ])('of %j is the one that Flagger 1.44 recorded', (data, checksum) => {
    expect(configChecksum({ data })).toBe(checksum);
  });

  it.each<[string, Record<string, string> | undefined, string]>([
    ['absent data', undefined, 'null'],
    ['empty data, which the API does not keep', {}, 'null'],
    ['keys in order', { b: '1', a: '2' }, '{"a":"2","b":"1"}'],
    ['upper case first', { a: '1', B: '2' }, '{"B":"2","a":"1"}'],
    ['HTML', { a: '<b>&' }, '{"a":"\\u003cb\\u003e\\u0026"}'],
    ['line separators', { a: '\u2028\u2029' }, '{"a":"\\u2028\\u2029"}'],
    ['control characters', { a: '\n\t"\\\u0001' }, '{"a":"\\n\\t\\"\\\\\\u0001"}'],
    ['other scripts', { a: 'é猫😀' }, '{"a":"é猫😀"}'],
  ])('hashes %s as Go writes it', (_, data, json) => {
    expect(configChecksum(data === undefined ? {} : { data })).toBe(ofText(json));
  });

  it('sees binaryData', () => {
    const plain = { data: { a: '1' } };
    expect(configChecksum({ ...plain, binaryData: {} })).toBe(configChecksum(plain));
    expect(configChecksum({ ...plain, binaryData: { b: 'AA==' } })).not.toBe(configChecksum(plain));
    expect(configChecksum({ ...plain, binaryData: { b: 'AA==' } })).not.toBe(configChecksum({ ...plain, binaryData: { b: 'AQ==' } }));
  });
});
