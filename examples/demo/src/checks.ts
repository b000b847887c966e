import type { ReleaseResult } from './scenario.ts';

/** Something that has to be true, and what was found. */
export interface Check {
  readonly holds: boolean;
  readonly text: string;
}

const UNDER_WAY = 2;

/** The release was promoted, and from then on it serves everybody. */
export function checkPromoted(provider: string, { version, phase, after }: ReleaseResult): readonly Check[] {
  const served = after.byVersion[version] ?? 0;
  return [
    { holds: phase === 'Succeeded', text: `${provider}: ${version} ended in phase ${phase}` },
    { holds: served === after.requests, text: `${provider}: ${served} of ${after.requests} requests after it were answered by ${version}` },
  ];
}

/** The release was rolled back, and from then on the one before serves everybody. */
export function checkRolledBack(provider: string, before: string, { version, phase, after }: ReleaseResult): readonly Check[] {
  const served = after.byVersion[before] ?? 0;
  return [
    { holds: phase === 'Failed', text: `${provider}: ${version} ended in phase ${phase}` },
    { holds: served === after.requests, text: `${provider}: ${served} of ${after.requests} requests after it were answered by ${before}` },
  ];
}

/**
 * The requests were split as the weights said. Each request is a toss with the weight of its stage, so the tolerance is
 * four standard deviations of their sum, and the few requests that are under way when the weights change.
 */
export function checkShares(provider: string, { version, stages }: ReleaseResult): Check {
  const sum = (value: (stage: ReleaseResult['stages'][number]) => number): number => stages.reduce((total, stage) => total + value(stage), 0);
  const all = sum(({ report }) => report.requests);
  const expected = sum(({ report, weight }) => (report.requests * weight) / 100);
  const measured = sum(({ report }) => report.byVersion[version] ?? 0);
  const tolerance = 4 * Math.sqrt(sum(({ report, weight }) => report.requests * (weight / 100) * (1 - weight / 100))) + UNDER_WAY * stages.length;
  return {
    holds: all > 0 && Math.abs(measured - expected) <= tolerance,
    text: `${provider}: ${version} got ${measured} of ${all} requests during its analysis; the weights ask for ${expected.toFixed(0)} ± ${tolerance.toFixed(0)}`,
  };
}

/** Few users met the release's errors before it was taken away: not more than its greatest weight allows. */
export function checkExposure(provider: string, { version, stages }: ReleaseResult): Check {
  const all = stages.reduce((total, { report }) => total + report.requests, 0);
  const failed = stages.reduce((total, { report }) => total + (report.byStatus['5xx'] ?? 0), 0);
  const percent = all === 0 ? 100 : (100 * failed) / all;
  const allowed = Math.max(0, ...stages.map(({ weight }) => weight));
  return { holds: percent <= allowed, text: `${provider}: ${failed} of ${all} requests (${percent.toFixed(1)} %) met errors of ${version} before it was taken away` };
}

/** No user was sent to the release while it was analysed. */
export function checkUnseen(provider: string, { version, stages }: ReleaseResult): Check {
  const all = stages.reduce((total, { report }) => total + report.requests, 0);
  const seen = stages.reduce((total, { report }) => total + (report.byVersion[version] ?? 0), 0);
  return { holds: all > 0 && seen === 0, text: `${provider}: ${seen} of ${all} requests reached ${version} during its analysis` };
}

/** Every request got an answer from some version. */
export function checkAnswered(provider: string, results: readonly ReleaseResult[]): Check {
  const reports = results.flatMap(({ stages, after }) => [...stages.map(({ report }) => report), after]);
  const lost = reports.reduce((total, { byVersion }) => total + (byVersion['none'] ?? 0), 0);
  const all = reports.reduce((total, { requests }) => total + requests, 0);
  return { holds: lost === 0, text: `${provider}: ${lost} of ${all} requests were left without a version to answer them` };
}
