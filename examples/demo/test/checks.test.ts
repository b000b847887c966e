import { describe, expect, it } from '@jest/globals';
import type { LoadReport } from '@flagger/testkit';
import { checkAnswered, checkExposure, checkPromoted, checkRolledBack, checkShares, checkUnseen } from '../src/checks.ts';
import type { ReleaseResult } from '../src/scenario.ts';

function report(byVersion: Readonly<Record<string, number>>, errors = 0): LoadReport {
  const requests = Object.values(byVersion).reduce((sum, count) => sum + count, 0);
  return { requests, byVersion, byStatus: { '2xx': requests - errors, '5xx': errors }, successRatePercent: 100, p50Ms: 1, p90Ms: 1, p99Ms: 1 };
}

/** A release of 2.0.0 with one stage for each weight. */
function release(stages: readonly (readonly [weight: number, report: LoadReport])[], after: LoadReport, phase: ReleaseResult['phase'] = 'Succeeded'): ReleaseResult {
  return { version: '2.0.0', phase, after, stages: stages.map(([weight, seen]) => ({ phase: 'Progressing', iterations: 0, weight, report: seen })) };
}

const promoted = report({ '2.0.0': 100 });

describe('what the demo proves', () => {
  it.each([
    ['a promoted release', release([], promoted), [true, true]],
    ['a release that was rolled back', release([], promoted, 'Failed'), [false, true]],
    ['a release that does not serve everybody', release([], report({ '2.0.0': 99, '1.0.0': 1 })), [true, false]],
  ])('checkPromoted of %s', (_, result, holds) => {
    expect(checkPromoted('istio', result).map(check => check.holds)).toEqual(holds);
  });

  it('checkRolledBack asks for the version before', () => {
    expect(checkRolledBack('istio', '1.0.0', release([], report({ '1.0.0': 100 }), 'Failed')).every(check => check.holds)).toBe(true);
    expect(checkRolledBack('istio', '1.0.0', release([], report({ '1.0.0': 99, '2.0.0': 1 }), 'Failed')).every(check => check.holds)).toBe(false);
  });

  it.each([
    ['as asked', 10, 50, true],
    ['by chance a little more', 16, 56, true],
    ['far more', 30, 90, false],
    ['none', 0, 0, false],
  ])('checkShares accepts a split that is %s', (_, atTen, atFifty, holds) => {
    const stages = [[10, report({ '1.0.0': 100 - atTen, '2.0.0': atTen })], [50, report({ '1.0.0': 100 - atFifty, '2.0.0': atFifty })]] as const;
    expect(checkShares('istio', release(stages, promoted)).holds).toBe(holds);
  });

  it('checkExposure allows errors up to the greatest weight', () => {
    expect(checkExposure('istio', release([[10, report({ '1.0.0': 90, '2.0.0': 10 }, 4)]], promoted))).toEqual({
      holds: true, text: 'istio: 4 of 100 requests (4.0 %) met errors of 2.0.0 before it was taken away',
    });
    expect(checkExposure('istio', release([[10, report({ '1.0.0': 70, '2.0.0': 30 }, 30)]], promoted)).holds).toBe(false);
    expect(checkExposure('istio', release([], promoted)).holds).toBe(false);
  });

  it('checkUnseen and checkAnswered allow no request', () => {
    const clean = release([[0, report({ '1.0.0': 50 })]], promoted);
    expect([checkUnseen('kubernetes', clean).holds, checkAnswered('kubernetes', [clean]).holds]).toEqual([true, true]);
    const dirty = release([[0, report({ '1.0.0': 50, '2.0.0': 1, none: 1 })]], promoted);
    expect([checkUnseen('kubernetes', dirty).holds, checkAnswered('kubernetes', [dirty]).holds]).toEqual([false, false]);
  });
});
