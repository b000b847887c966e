import type { Answer } from './pod.ts';

/** A split that the controller wrote, in percent for the canary. */
export interface WrittenSplit {
  readonly at: number;
  readonly weight: number;
}

/** A split, and what share the canary really got of how many requests. */
export interface Step {
  readonly weight: number;
  readonly share: number;
  readonly requests: number;
}

/** One release as its users saw it. */
export interface ReleaseFigures {
  readonly phase: string;
  /** From the change of the Deployment to the phase. */
  readonly seconds: number;
  /** From the change to the last answer that the loser gave: the old version, or the new one where it was rolled back. */
  readonly untilOneVersionSeconds: number;
  readonly steps: readonly Step[];
  readonly requests: number;
  /** Answers of Pods with 5xx. */
  readonly failed: number;
  /** Requests that no Pod answered. */
  readonly broken: readonly string[];
  /** What the controller said when. */
  readonly events: readonly string[];
}

/** What Traefik may take to notice a change: it takes on at most one in two seconds. */
const SETTLE_MS = 3000;
const LEAST_MS = 2000;

/** What share the canary got while a split lasted, for each that lasted long enough. */
export function stepsOf(splits: readonly WrittenSplit[], answers: readonly Answer[], endsAt: number): readonly Step[] {
  return splits.flatMap(({ at, weight }, index) => {
    const until = splits[index + 1]?.at ?? endsAt;
    if (until - at < SETTLE_MS + LEAST_MS) return [];
    const during = answers.filter(({ sentAt, pod }) => sentAt >= at + SETTLE_MS && sentAt < until && pod !== undefined);
    return [{ weight, share: during.filter(({ pod }) => isCanary(pod)).length / during.length * 100, requests: during.length }];
  });
}

/** What was wrong with the answers that did not come from a Pod. */
export function brokenOf(answers: readonly Answer[]): readonly string[] {
  return answers.filter(({ pod }) => pod === undefined).map(({ status, error, tookMs }) => `${error ?? status} after ${Math.round(tookMs)} ms`);
}

/** How many answers of Pods were failures. */
export function failedOf(answers: readonly Answer[]): number {
  return answers.filter(({ pod, status = 0 }) => pod !== undefined && status >= 500).length;
}

function isCanary(pod = ''): boolean {
  return !pod.startsWith('podinfo-primary-');
}
