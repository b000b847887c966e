import { definePlugin } from '@flagger/sdk';
import { cloudwatch } from './cloudwatch.ts';
import { datadog } from './datadog.ts';
import { dynatrace } from './dynatrace.ts';
import { externalMetrics } from './external-metrics.ts';
import { graphite } from './graphite.ts';
import { influxdb } from './influxdb.ts';
import { job } from './job.ts';
import { keptn } from './keptn.ts';
import { newrelic } from './newrelic.ts';
import { prometheus } from './prometheus.ts';
import { splunk } from './splunk.ts';
import { stackdriver } from './stackdriver.ts';
import { web } from './web.ts';

/** The metric providers that come with the operator. */
export const metricsPlugin = definePlugin({
  name: 'metrics',
  sdk: '^1.0.0',
  metrics: [prometheus, graphite, datadog, newrelic, dynatrace, influxdb, cloudwatch, stackdriver, splunk, externalMetrics, keptn, web, job],
});
export default metricsPlugin;
