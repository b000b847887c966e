/** Where a canary stands in its life; the strings are Flagger's. @source flagger CanaryPhase */
export const CANARY_PHASES = [
  'Initializing',
  'Initialized',
  'Waiting',
  'Progressing',
  'WaitingPromotion',
  'Promoting',
  'Finalising',
  'Succeeded',
  'Failed',
  'Terminating',
  'Terminated',
] as const;

/** One of {@link CANARY_PHASES}. */
export type CanaryPhase = (typeof CANARY_PHASES)[number];
