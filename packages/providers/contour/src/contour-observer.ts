import type { Observer } from '@flagger/sdk';
import { DURATION, SUCCESS_RATE } from './queries.ts';

/** The checks over what Contour's Envoy measures of the canary's Service. @source flagger pkg/metrics/observers/contour.go */
export const contourObserver: Observer = { successRate: { query: SUCCESS_RATE }, duration: { query: DURATION, unit: 'milliseconds' } };
