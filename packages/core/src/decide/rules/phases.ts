import { CANARY_PHASES } from '@flagger/sdk';
import type { CanaryPhase } from '@flagger/sdk';

/** Every phase but the first. */
export const AFTER_INIT: readonly CanaryPhase[] = CANARY_PHASES.filter(phase => phase !== 'Initializing');

/** No run is under way. @source flagger scheduler.go shouldAdvance */
export const RESTING: readonly CanaryPhase[] = ['Initialized', 'Succeeded', 'Failed'];

/** A run is under way, or waits for approval to begin. */
export const MOVING: readonly CanaryPhase[] = ['Waiting', 'Progressing', 'WaitingPromotion', 'Promoting', 'Finalising'];

/** The canary takes traffic or is about to. */
export const RUNNING: readonly CanaryPhase[] = ['Progressing', 'WaitingPromotion', 'Promoting', 'Finalising'];

/** The canary is being judged. */
export const ANALYSING: readonly CanaryPhase[] = ['Progressing', 'WaitingPromotion'];
