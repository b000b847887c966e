import type { Observer } from '@flagger/sdk';
import { DURATION, SUCCESS_RATE } from './queries.ts';

/** The checks over what APISIX measures of the generated route. @source flagger pkg/metrics/observers/apisix.go */
export const apisixObserver: Observer = { successRate: { query: SUCCESS_RATE }, duration: { query: DURATION, unit: 'milliseconds' } };
