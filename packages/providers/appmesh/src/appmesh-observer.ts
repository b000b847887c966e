import type { Observer } from '@flagger/sdk';
import { DURATION, SUCCESS_RATE } from './queries.ts';

/** The checks over what the proxies of the target measure. @source flagger pkg/metrics/observers/appmesh.go */
export const appMeshObserver: Observer = { successRate: { query: SUCCESS_RATE }, duration: { query: DURATION, unit: 'milliseconds' } };
