import type { Observer } from '@flagger/sdk';
import { DURATION, SUCCESS_RATE } from './queries.ts';

/** The checks over what NGINX measures of the user's Ingress where the canary answers. @source flagger pkg/metrics/observers/nginx.go */
export const nginxObserver: Observer = { successRate: { query: SUCCESS_RATE }, duration: { query: DURATION, unit: 'milliseconds' } };
