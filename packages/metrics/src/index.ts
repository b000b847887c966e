import { definePlugin } from '@flagger/sdk';
import { datadog } from './datadog.ts';
import { dynatrace } from './dynatrace.ts';
import { graphite } from './graphite.ts';
import { influxdb } from './influxdb.ts';
import { newrelic } from './newrelic.ts';
import { prometheus } from './prometheus.ts';

/** The metric providers that come with the operator. */
export const metricsPlugin = definePlugin({ name: 'metrics', sdk: '^1.0.0', metrics: [prometheus, graphite, datadog, newrelic, dynatrace, influxdb] });
export default metricsPlugin;
