import { describe, expect, it } from '@jest/globals';
import { begunRun } from '../../src/status/first-revision.ts';

describe('a revision with which a run begins', () => {
  const status = { lastAppliedSpec: 'v1-b', lastPromotedSpec: 'v1-b' };

  it('and which the primary has, takes the place of the one that was called promoted', () => {
    expect(begunRun(status, { hash: 'v1-a', trackedConfigs: {}, equalsPrimary: true })).toEqual({ ...status, firstRevision: 'v1-a', lastPromotedSpec: 'v1-a' });
  });

  it('and which is the first of all, is noted, and not yet called promoted', () => {
    expect(begunRun({ lastAppliedSpec: 'v1-a' }, { hash: 'v1-a', trackedConfigs: {}, equalsPrimary: true })).toEqual({ lastAppliedSpec: 'v1-a', firstRevision: 'v1-a' });
  });

  it.each([
    ['is new', { hash: 'v1-c', trackedConfigs: {}, equalsPrimary: false }],
    ['is the promoted one, with other configs', { hash: 'v1-b', trackedConfigs: {}, equalsPrimary: true }],
  ])('and which %s, leaves the status as it is', (_what, revision) => {
    expect(begunRun(status, revision)).toEqual(status);
  });
});
