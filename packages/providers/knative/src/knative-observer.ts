import type { Observer } from '@flagger/sdk';
import { DURATION, SUCCESS_RATE } from './queries.ts';

/** The checks over what the ingress's Envoys measure of the newest revision. @source flagger pkg/metrics/observers/knative.go */
export const knativeObserver: Observer = { successRate: { query: SUCCESS_RATE }, duration: { query: DURATION, unit: 'milliseconds' } };
