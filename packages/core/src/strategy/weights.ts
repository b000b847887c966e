import type { CanaryAnalysis } from '@flagger/sdk';

/** The steps of a weighted canary. */
export type WeightSteps = Pick<CanaryAnalysis, 'stepWeight' | 'stepWeights' | 'maxWeight'>;

/** Percent at which the canary is promoted; a trigger, not a cap. @source flagger scheduler.go maxWeight */
export function promotionWeight({ stepWeights, maxWeight = 0 }: WeightSteps): number {
  const last = stepWeights?.at(-1);
  if (last !== undefined) return Math.min(100, last);
  return maxWeight > 0 ? maxWeight : 100;
}

/**
 * Percent that the next step adds; 0 or less: no step leads up, the analysis goes on where it is.
 *
 * @source flagger scheduler.go nextStepWeight
 */
export function nextStep(canaryWeight: number, { stepWeight = 0, stepWeights = [] }: WeightSteps): number {
  const first = stepWeights[0];
  if (stepWeight > 0 || first === undefined) return stepWeight;
  const room = 100 - canaryWeight;
  if (room === 0) return 1;
  if (canaryWeight === 0) return Math.min(room, first);
  const next = stepWeights[stepWeights.indexOf(canaryWeight) + 1];
  const listed = stepWeights.slice(0, -1).includes(canaryWeight);
  return listed && next !== undefined ? Math.min(room, next - canaryWeight) : room;
}

/** The split after a step up; both ends stay within 0 and 100. */
export function stepUp(traffic: { primary: number; canary: number }, step: number): { primary: number; canary: number } {
  return { primary: Math.max(0, traffic.primary - step), canary: Math.min(100, traffic.canary + step) };
}
