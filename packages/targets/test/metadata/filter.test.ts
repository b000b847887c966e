import { describe, expect, it } from '@jest/globals';
import { includedByPrefix, withoutKeys, withoutToolkit } from '../../src/metadata/filter.ts';

const LABELS = { app: 'a', 'team.example/owner': 'b', 'kustomize.toolkit.fluxcd.io/name': 'c' };

describe('includedByPrefix', () => {
  it.each([
    [[], {}],
    [[''], {}],
    [['team.'], { 'team.example/owner': 'b' }],
    [['team.', 'app'], { app: 'a', 'team.example/owner': 'b' }],
    [['*'], { app: 'a', 'team.example/owner': 'b' }],
    [['kustomize'], {}],
  ])('with prefixes %j takes %j', (prefixes, expected) => {
    expect(includedByPrefix(LABELS, prefixes)).toEqual(expected);
  });

  it('takes nothing from nothing', () => {
    expect(includedByPrefix(undefined, ['*'])).toEqual({});
  });
});

describe('withoutToolkit', () => {
  it('drops what belongs to Flux', () => {
    expect(withoutToolkit(LABELS)).toEqual({ app: 'a', 'team.example/owner': 'b' });
  });
});

describe('withoutKeys', () => {
  it('drops exactly those keys', () => {
    expect(withoutKeys({ a: '1', ab: '2', c: '3' }, 'a', 'c')).toEqual({ ab: '2' });
  });
});
