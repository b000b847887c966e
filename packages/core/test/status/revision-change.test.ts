import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adoptedRevisions, configsChanged, NO_REVISION, revisionChange } from '../../src/status/revision-change.ts';

const revision = (hash: string, trackedConfigs?: Record<string, string>, equalsPrimary = false) => ({ hash, trackedConfigs, equalsPrimary });

describe('revisionChange', () => {
  it.each([
    ['nothing applied yet', {}, 'v1-a', 'changed'],
    ['the applied revision', { lastAppliedSpec: 'v1-a', lastPromotedSpec: 'v1-p' }, 'v1-a', 'none'],
    ['another one', { lastAppliedSpec: 'v1-a', lastPromotedSpec: 'v1-p' }, 'v1-b', 'changed'],
    ['back to the promoted one', { lastAppliedSpec: 'v1-a', lastPromotedSpec: 'v1-p' }, 'v1-p', 'none'],
    ['a hash that Flagger wrote', { lastAppliedSpec: '5f8cb6d9', lastPromotedSpec: '5f8cb6d9' }, 'v1-a', 'foreign'],
  ] as const)('%s', (_, status, hash, expected) => {
    expect(revisionChange(status, revision(hash))).toBe(expected);
  });

  it('a changed config is a change although the spec is the applied one', () => {
    const status = { lastAppliedSpec: 'v1-a', lastPromotedSpec: 'v1-a', trackedConfigs: { 'configmap/a': '1' } };
    expect(revisionChange(status, revision('v1-a', { 'configmap/a': '2' }))).toBe('changed');
  });
});

describe('configsChanged', () => {
  it.each([
    ['tracking is off', { a: '1' }, undefined, false],
    ['never tracked, none there', undefined, {}, false],
    ['never tracked, some there', undefined, { a: '1' }, true],
    ['one went', { a: '1', b: '2' }, { a: '1' }, true],
    ['one replaced another', { a: '1' }, { b: '1' }, true],
  ])('%s', (_, old, now, expected) => {
    expect(configsChanged(old, now)).toBe(expected);
  });

  it('is false for equal records in any order', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.string()), configs => !configsChanged(configs, Object.fromEntries(Object.entries(configs).reverse()))));
  });
});

describe('adoptedRevisions', () => {
  it('an unchanged target starts no release', () => {
    expect(adoptedRevisions({ phase: 'Succeeded' }, revision('v1-a', {}, true))).toEqual({ lastAppliedSpec: 'v1-a', lastPromotedSpec: 'v1-a' });
  });

  it('a target that was changed while no controller ran is released', () => {
    const adopted = adoptedRevisions({ phase: 'Succeeded' }, revision('v1-b'));
    expect(adopted).toEqual({ lastAppliedSpec: NO_REVISION, lastPromotedSpec: NO_REVISION });
    expect(revisionChange(adopted, revision('v1-b'))).toBe('changed');
  });

  it.each(['Failed', 'Progressing', 'Waiting', 'WaitingPromotion'] as const)('in phase %s the target counts as applied', phase => {
    expect(adoptedRevisions({ phase }, revision('v1-b'))).toEqual({ lastAppliedSpec: 'v1-b', lastPromotedSpec: NO_REVISION });
  });
});
