import { definePlugin } from '@flagger/sdk';
import { prometheus } from './prometheus.ts';

/** The metric providers that come with the operator. */
export const metricsPlugin = definePlugin({ name: 'metrics', sdk: '^1.0.0', metrics: [prometheus] });
export default metricsPlugin;
