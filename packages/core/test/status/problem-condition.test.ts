import { describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import { problemIn, withoutProblem, withProblem } from '../../src/status/problem-condition.ts';

const promoted = { type: 'Promoted', status: 'True', reason: 'Initialized' } as const;
const status: CanaryStatus = { phase: 'Initialized', conditions: [promoted] };
const problem = { reason: 'NotFound', message: 'no target' };

describe('a condition about a problem', () => {
  it('stands behind the others, once, with the latest news', () => {
    const told = withProblem(withProblem(status, 'Reconciled', { ...problem, message: 'old' }, 0), 'Reconciled', problem, 1_500);
    expect(told).toEqual({ phase: 'Initialized', conditions: [promoted, {
      type: 'Reconciled', status: 'False', ...problem, lastUpdateTime: '1970-01-01T00:00:01Z', lastTransitionTime: '1970-01-01T00:00:01Z',
    }] });
    expect(problemIn(told, 'Reconciled')).toEqual(problem);
    expect(problemIn(told, 'Checked')).toBeUndefined();
  });

  it('is no news where it says the same, nor where there was none to take back', () => {
    const told = withProblem(status, 'Checked', problem, 0);
    expect(withProblem(told, 'Checked', problem, 99_000)).toBe(told);
    expect(withoutProblem(told, 'Reconciled')).toBe(told);
    const empty: CanaryStatus = {};
    expect(withoutProblem(empty, 'Checked')).toBe(empty);
  });

  it('goes without a trace', () => {
    expect(withoutProblem(withProblem(status, 'Checked', problem, 0), 'Checked')).toEqual(status);
    expect(withoutProblem(withProblem({ phase: 'Progressing' }, 'Checked', problem, 0), 'Checked')).toEqual({ phase: 'Progressing' });
    expect(problemIn(undefined, 'Checked')).toBeUndefined();
  });
});
