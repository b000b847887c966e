import { describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import fc from 'fast-check';
import { opinionIn, withOpinion, withoutOpinion } from '../../src/canary/accepted-condition.ts';
import { statusPatch } from '../../src/canary/status-patch.ts';

/** RFC 7386. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

const status: fc.Arbitrary<CanaryStatus> = fc.record({
  phase: fc.constantFrom('Initializing', 'Progressing', 'Failed'),
  failedChecks: fc.nat(3),
  trackedConfigs: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { noNullPrototype: true }),
  lastAppliedSpec: fc.constantFrom('x', 'y'),
  conditions: fc.array(fc.record({ type: fc.constantFrom('Promoted', 'Accepted'), status: fc.constantFrom('True', 'False'), reason: fc.constant('r') }, { noNullPrototype: true }), { maxLength: 2 }),
}, { requiredKeys: [], noNullPrototype: true });

describe('the patch between two statuses', () => {
  it('makes one of the other, for any two', () => {
    fc.assert(fc.property(status, status, (before, after) => {
      expect(mergePatch(before, statusPatch(before, after) ?? {})).toEqual(after);
    }));
  });

  it('is none where nothing differs', () => {
    fc.assert(fc.property(status, same => {
      expect(statusPatch(same, JSON.parse(JSON.stringify(same)) as CanaryStatus)).toBeUndefined();
    }));
  });

  it('has only what differs', () => {
    const before: CanaryStatus = { phase: 'Progressing', failedChecks: 1, trackedConfigs: { a: '1', b: '1' }, sessionAffinityCookie: 'c' };
    const after: CanaryStatus = { phase: 'Progressing', failedChecks: 2, trackedConfigs: { a: '1', c: '1' } };
    expect(statusPatch(before, after)).toEqual({ failedChecks: 2, trackedConfigs: { b: null, c: '1' }, sessionAffinityCookie: null });
  });

  it('tells an empty list of configs from none', () => {
    expect(statusPatch({}, { trackedConfigs: {} })).toEqual({ trackedConfigs: {} });
    expect(statusPatch(undefined, { phase: 'Initializing' })).toEqual({ phase: 'Initializing' });
  });
});

describe('the condition Accepted', () => {
  const promoted = { type: 'Promoted', status: 'Unknown', reason: 'Initializing' } as const;
  const refusal = { status: 'False', reason: 'InvalidSpec', message: 'invalid canary spec: x' } as const;

  it('stands behind Promoted, once, and goes again', () => {
    const refused = withOpinion(withOpinion([promoted], { ...refusal, message: 'old' }, 0), refusal, 1_500);
    expect(refused).toEqual([promoted, {
      type: 'Accepted', ...refusal, lastUpdateTime: '1970-01-01T00:00:01Z', lastTransitionTime: '1970-01-01T00:00:01Z',
    }]);
    expect(opinionIn(refused)).toEqual(refusal);
    expect(withoutOpinion(refused)).toEqual([promoted]);
  });

  it('is read from nothing as nothing', () => {
    expect(opinionIn(undefined)).toBeUndefined();
    expect(opinionIn([promoted])).toBeUndefined();
    expect(withoutOpinion(undefined)).toEqual([]);
  });
});
