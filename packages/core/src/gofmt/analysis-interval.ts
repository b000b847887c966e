import { parseGoDuration } from '@flagger/sdk';

const DEFAULT_MS = 60_000;
const LEAST_MS = 10_000;

/** The analysis interval: empty or unreadable means a minute, and less than ten seconds ten. @source flagger canary.go GetAnalysisInterval */
export function parseAnalysisInterval(text: string | undefined): number {
  return Math.max(LEAST_MS, parseGoDuration(text ?? '') ?? DEFAULT_MS);
}
