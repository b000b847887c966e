import type { Observer } from '@flagger/sdk';
import { DURATION, SUCCESS_RATE } from './queries.ts';

/** The checks over what Kuma's sidecars measure of the canary's Service. @source flagger pkg/metrics/observers/kuma.go */
export const kumaObserver: Observer = { successRate: { query: SUCCESS_RATE }, duration: { query: DURATION, unit: 'milliseconds' } };
