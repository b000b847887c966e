import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseGoBool } from '../src/payload/go-bool.ts';
import { decodePayload } from '../src/payload/payload.ts';

const EMPTY = { name: '', namespace: '', phase: '', checksum: '', metadata: new Map() };

describe('payloads', () => {
  it.each([
    ['null', EMPTY],
    ['{}', EMPTY],
    [' {"name":"a"}\n', { ...EMPTY, name: 'a' }],
    ['{"NAME":"a","nameSpace":"b","Phase":"c","CheckSum":"d"}', { name: 'a', namespace: 'b', phase: 'c', checksum: 'd', metadata: new Map() }],
    ['{"name":"a","Name":"b"}', { ...EMPTY, name: 'b' }],
    ['{"name":null,"metadata":null}', EMPTY],
    ['{"metadata":{"k":"v","K":null}}', { ...EMPTY, metadata: new Map([['k', 'v'], ['K', '']]) }],
    ['{"metadata":{"__proto__":"x","constructor":"y"}}', { ...EMPTY, metadata: new Map([['__proto__', 'x'], ['constructor', 'y']]) }],
    ['{"other":[1,{}]}', EMPTY],
  ])('%s', (body, expected) => {
    expect(decodePayload(body)).toEqual(expected);
  });

  it.each(['', ' ', 'name=podinfo', '{', '{} {}', '[]', '"text"', '1', 'true', '{"name":1}', '{"namespace":{}}', '{"checksum":true}', '{"metadata":[]}', '{"metadata":"x"}', '{"metadata":{"a":1}}', '{"metadata":{"a":{}}}'])(
    '%s is refused',
    body => {
      expect(() => decodePayload(body)).toThrow(expect.objectContaining({ name: 'CanaryError', code: 'Invalid' }));
    },
  );

  it('what is written is read', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(fc.property(text, text, fc.dictionary(text, text), (name, namespace, metadata) => {
      expect(decodePayload(JSON.stringify({ name, namespace, metadata }))).toEqual({ ...EMPTY, name, namespace, metadata: new Map(Object.entries(metadata)) });
    }));
  });

  it('any other JSON is read or refused', () => {
    fc.assert(fc.property(fc.json(), body => {
      try {
        decodePayload(body);
      } catch (error) {
        expect(error).toMatchObject({ code: 'Invalid' });
      }
    }));
  });
});

describe('yes and no', () => {
  it.each([['true', true], ['T', true], ['1', true], ['False', false], ['0', false], ['yes', undefined], ['', undefined], ['tRUE', undefined]])('%j is %p', (word, expected) => {
    expect(parseGoBool(word)).toBe(expected);
  });
});
