import { describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import { restoreStage, withoutRestored, withRestored } from '../../src/status/restored-condition.ts';

const PROMOTED = { type: 'Promoted', status: 'False', reason: 'Failed' } as const;
const status: CanaryStatus = { phase: 'Failed', conditions: [PROMOTED] };
const at = (seconds: number) => ({ message: 'podinfo-primary.test is what it was', nowMs: Date.parse('2026-05-01T10:00:00Z') + seconds * 1000 });

describe('the condition PrimaryRestored', () => {
  it.each([
    ['begun', 'False', 'Restoring'],
    ['done', 'True', 'Restored'],
    ['impossible', 'False', 'NothingKept'],
  ] as const)('tells how far the way back came: %s', (stage, value, reason) => {
    const next = withRestored(status, stage, at(0));
    expect(next.conditions).toEqual([PROMOTED, {
      type: 'PrimaryRestored', status: value, reason, message: 'podinfo-primary.test is what it was', lastUpdateTime: '2026-05-01T10:00:00Z', lastTransitionTime: '2026-05-01T10:00:00Z',
    }]);
    expect(restoreStage(next)).toBe(stage);
  });

  it('is there once, with the time at which it became what it is', () => {
    const begun = withRestored(withRestored(status, 'begun', at(0)), 'begun', at(5));
    expect(begun.conditions?.slice(1)).toMatchObject([{ lastUpdateTime: '2026-05-01T10:00:05Z', lastTransitionTime: '2026-05-01T10:00:00Z' }]);
    expect(withRestored(begun, 'done', at(9)).conditions?.slice(1)).toMatchObject([{ status: 'True', lastTransitionTime: '2026-05-01T10:00:09Z' }]);
  });

  it('goes and leaves the others', () => {
    expect(withoutRestored(withRestored(status, 'done', at(0))).conditions).toEqual([PROMOTED]);
    expect(withoutRestored(status)).toBe(status);
    expect(restoreStage({})).toBeUndefined();
  });
});
