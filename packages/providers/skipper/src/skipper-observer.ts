import type { Observer } from '@flagger/sdk';
import { DURATION, SUCCESS_RATE } from './queries.ts';

/** The checks over what Skipper measures of the canary's route. @source flagger pkg/metrics/observers/skipper.go */
export const skipperObserver: Observer = { successRate: { query: SUCCESS_RATE }, duration: { query: DURATION, unit: 'milliseconds' }, names: 'words' };
